using Fleet.Models.Costs;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Attacks;

/// <summary>
/// What the cost of an attack follows from: shapes, tables of layers and counts. It needs neither weights nor pictures, so
/// that a fleet's attacks have their cost before anything is trained.
/// </summary>
/// <param name="Pictures">The format of the pictures.</param>
/// <param name="Split">The last layer on the device.</param>
/// <param name="Activation">The shape of what crosses the link.</param>
public sealed record AttackOutline(PictureFormat Pictures, string Split, TensorShape Activation)
{
    /// <summary>The network whose layers f1 the attacker has; null for one who does not have them.</summary>
    public NetworkSpec? Known { get; init; }

    /// <summary>The layers with which the attacker imitates f1; null for one who does not.</summary>
    public NetworkSpec? Imitated { get; init; }

    /// <summary>Operations of the cloud's layers for one message, where the attacker learns through them; else 0.</summary>
    public long CloudFlops { get; init; }

    /// <summary>Queries to f1 that the attacker will ask.</summary>
    public long Queries { get; init; }

    /// <summary>A cut of a network, without anything that the attacker knows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static AttackOutline Of(NetworkSpec network, string split) =>
        new(PictureFormat.Of(network), split, SplitCost.Of(network, split).Activation);

    /// <summary>The layers that the attack computes with.</summary>
    /// <exception cref="ArgumentException">The attacker has none.</exception>
    internal NetworkSpec Layers(string attack) =>
        Known ?? Imitated ?? throw new ArgumentException($"Attack {attack} needs layers to compute with: those of the device, or a table of its own.", nameof(attack));
}
