using Fleet.Models.Networks;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// The device's layers as an attack computes with them: the layers themselves, or the mean of several surrogates for them. What
/// each surrogate gets wrong in its own way averages out.
/// </summary>
/// <param name="members">The networks, at least one, all of one shape. The caller keeps them alive.</param>
/// <param name="split">Their last layer on the device.</param>
internal sealed class AttackedHead(IReadOnlyList<TrainedNetwork> members, string split)
{
    /// <summary>The device's layers, or a single surrogate.</summary>
    public AttackedHead(TrainedNetwork network, string split)
        : this([network], split)
    {
    }

    /// <summary>The table of layers.</summary>
    public NetworkSpec Spec => members[0].Spec;

    /// <summary>Where the networks compute.</summary>
    public Device Device => members[0].Device;

    /// <summary>The last layer on the device.</summary>
    public string Split => split;

    /// <summary>What leaves the device for normalised pictures, in the caller's dispose scope; gradients flow to the pictures.</summary>
    public Tensor Activation(Tensor pictures)
    {
        Tensor sum = members[0].Head(pictures, split);
        foreach (TrainedNetwork member in members.Skip(1))
        {
            sum = sum + member.Head(pictures, split);
        }

        return members.Count == 1 ? sum : sum / members.Count;
    }
}
