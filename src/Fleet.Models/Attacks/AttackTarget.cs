using Fleet.Models.Costs;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Attacks;

/// <summary>What is attacked, and what the attacker knows of it.</summary>
/// <param name="Pictures">The format of the pictures.</param>
/// <param name="Split">The last layer on the device.</param>
/// <param name="Activation">The shape of what crosses the link.</param>
/// <param name="Knowledge">What the attacker knows of the device's layers.</param>
/// <param name="KnownDefense">
/// The defences of the devices, known to an adaptive attacker; null for a naive one, who takes what crosses the link for
/// the activation.
/// </param>
public sealed record AttackTarget(
    PictureFormat Pictures, string Split, TensorShape Activation, AttackerKnowledge Knowledge, DefenseChain? KnownDefense)
{
    /// <summary>Where the attack computes. Layers that the attacker has or may ask compute in the same place, and decide it.</summary>
    public ComputeDevice Compute { get; init; } = Knowledge.Compute ?? ComputeDevice.Cpu;

    /// <summary>What the cost of attacks follows from.</summary>
    public AttackOutline Outline => new(Pictures, Split, Activation)
    {
        Known = (Knowledge as WhiteBox)?.Network.Spec,
        Imitated = Knowledge switch
        {
            BlackBox black => black.Structure,
            QueryFree free => free.Structure,
            _ => null,
        },
        CloudFlops = Knowledge is QueryFree { Cloud: { } cloud } ? cloud.Flops : 0,
        Queries = Knowledge is BlackBox asking ? Math.Min(asking.Queries.Count, asking.Oracle.Budget) : 0,
    };

    /// <summary>A cut of a network under attack.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="knowledge">What the attacker knows of the device's layers.</param>
    /// <param name="knownDefense">The defences, for an adaptive attacker; null for a naive one.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static AttackTarget Of(NetworkSpec network, string split, AttackerKnowledge knowledge, DefenseChain? knownDefense) =>
        new(PictureFormat.Of(network), split, SplitCost.Of(network, split).Activation, knowledge, knownDefense);

    /// <summary>The knowledge, if it offers what the attack needs in one of several ways.</summary>
    /// <exception cref="ArgumentException">It offers too little.</exception>
    internal void Require(IAttack attack)
    {
        if (!attack.Needs.Any(way => Knowledge.Offers.HasFlag(way)))
        {
            throw new ArgumentException(
                $"Attack {attack.Name} needs {string.Join(" or ", attack.Needs.Select(way => $"({way})"))}; "
                + $"{Knowledge.Name} knowledge offers ({Knowledge.Offers}).",
                nameof(attack));
        }

        if (Knowledge.Compute is { } there && there != Compute)
        {
            throw new ArgumentException($"Attack {attack.Name} is to compute on {Compute}; the layers that it uses are on {there}.", nameof(attack));
        }
    }
}
