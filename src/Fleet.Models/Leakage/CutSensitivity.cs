using Fleet.Models.Costs;
using Fleet.Models.Networks;
using TorchSharp;

namespace Fleet.Models.Leakage;

/// <summary>
/// tr(J^T J) at some pictures, where J holds the derivatives of a cut's activation by the pixels in [0, 1]. It belongs to the
/// network and the cut alone: the bounds of all noises there share it.
/// </summary>
/// <param name="Traces">The trace at each picture.</param>
/// <param name="IsExact">Whether all rows of the Jacobian were computed, not an estimate from random directions.</param>
public sealed record CutSensitivity(IReadOnlyList<double> Traces, bool IsExact)
{
    /// <summary>Elements of an activation up to which all rows of the Jacobian are computed: as many as one batch takes.</summary>
    public const int ExactUpTo = JacobianTrace.RowsAtOnce;

    /// <summary>Random directions of an estimate: its standard error is then below a tenth for every cut of LeNet-5.</summary>
    public const int Probes = 64;

    /// <summary>Measures a cut at some pictures, one at a time.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="inputs">Normalised pictures, (count, channels, height, width), at least one.</param>
    /// <param name="seed">The key of an estimate's directions.</param>
    /// <param name="cancellationToken">Ends the work between two pictures.</param>
    public static CutSensitivity Of(
        TrainedNetwork network, string split, torch.Tensor inputs, ulong seed = 0, CancellationToken cancellationToken = default)
    {
        bool exact = SplitCost.Of(network.Spec, split).Activation.Elements <= ExactUpTo;
        return new CutSensitivity(
            exact
                ? JacobianTrace.Exact(network, split, inputs, cancellationToken)
                : [.. JacobianTrace.Hutchinson(network, split, inputs, Probes, seed, cancellationToken).Select(estimate => estimate.Mean)],
            exact);
    }
}
