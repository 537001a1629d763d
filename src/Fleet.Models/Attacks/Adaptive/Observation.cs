using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// What an attacker takes from the messages of some scenes about the activations of the device's last layer, element by
/// element; the first dimension is the scene. It begins as the message itself, and each <see cref="Correction"/> for a known
/// defence changes it.
/// </summary>
/// <param name="Value">The most plausible activation.</param>
internal sealed record Observation(Tensor Value)
{
    /// <summary>
    /// An element counts as near 0 within this share of the mean square of the elements seen. Chosen on other pictures
    /// than those of any reported figure.
    /// </summary>
    public const double ZeroToleranceShare = 0.001;

    // The absolute value has no gradient at 0.
    private const double RootOffset = 1e-6;

    /// <summary>How much each element counts, from 0 (not at all); null where all count 1.</summary>
    public Tensor? Weight { get; init; }

    /// <summary>How far an element may lie from its value at no cost; null where nothing is free.</summary>
    public Tensor? Slack { get; init; }

    /// <summary>
    /// For each element the probability that it would be seen as 0 although it is not; 1 where that is not in doubt. Null
    /// where no zero is in doubt.
    /// </summary>
    public Tensor? Doubt { get; init; }

    /// <summary>The variance of the noise on each scene's elements: one number a scene; null where there is no noise.</summary>
    public Tensor? Variance { get; init; }

    /// <summary>Whether the noise has a density exp(-|x| / b), so that absolute differences count and not squares.</summary>
    public bool IsLaplace { get; init; }

    /// <summary>The norm to which longer activations were scaled down before they were sent; null where none were.</summary>
    public double? Radius { get; init; }

    /// <summary>What activations, scaled down to the radius, are multiplied by to compare with the value.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether only noise is known to part the message from the activation, or nothing: then noise may be what fits badly.</summary>
    public bool MayBeNoisy => Weight is null && Slack is null && Doubt is null && Radius is null;

    /// <summary>Some of the scenes, in the caller's dispose scope.</summary>
    public Observation Rows(Tensor index) => new(Value.index_select(0, index))
    {
        Weight = Weight?.index_select(0, index),
        Slack = Slack?.index_select(0, index),
        Doubt = Doubt?.index_select(0, index),
        Variance = Variance?.index_select(0, index),
        IsLaplace = IsLaplace,
        Radius = Radius,
        Scale = Scale,
    };

    /// <summary>Moves the tensors to the scope around the current one.</summary>
    public Observation MoveToOuterDisposeScope()
    {
        foreach (Tensor? part in (Tensor?[])[Value, Weight, Slack, Doubt, Variance])
        {
            part?.MoveToOuterDisposeScope();
        }

        return this;
    }

    /// <summary>
    /// How badly activations fit: minus the logarithm of their likelihood times twice the variance, so that without noise
    /// it is the sum of squared differences. One number for each scene, in the caller's dispose scope.
    /// </summary>
    public Tensor Misfit(Tensor activations)
    {
        activations = AsSent(activations);
        Tensor difference = activations - Value;
        if (Slack is not null)
        {
            difference = F.relu(difference.abs() - Slack);
        }

        Tensor cost = difference.square();
        if (IsLaplace && Variance is not null)
        {
            // The density exp(-|x| / b) / 2b has the variance 2 b^2, so twice the variance times |x| / b is this.
            Tensor scale = (Variance * 8).sqrt().reshape(PerScene());
            cost = (cost + RootOffset).sqrt() * scale;
        }

        if (Weight is not null)
        {
            cost = cost * Weight;
        }

        if (Doubt is not null)
        {
            cost = cost + DoubtfulZeros(activations);
        }

        return cost.flatten(1).sum(1);
    }

    /// <summary>
    /// 1 for each scene whose misfit is greater than the known noise alone would make it, else 0: below that, an attack fits
    /// the noise. Always 1 without known noise.
    /// </summary>
    public Tensor Unfinished(Tensor misfit)
    {
        using var gradients = no_grad();
        if (Variance is null)
        {
            return ones_like(misfit);
        }

        // The mean of x^2 is the variance; the cost 4 b |x| of Laplace noise has the mean 4 b^2, which is twice the variance.
        Tensor counted = Weight is null ? full_like(misfit, Value.numel() / (double)Value.shape[0]) : Weight.flatten(1).sum(1);
        return (misfit.detach() > Variance * counted * (IsLaplace ? 2 : 1)).to_type(ScalarType.Float32);
    }

    private Tensor AsSent(Tensor activations)
    {
        if (Radius is not { } radius)
        {
            return activations;
        }

        Tensor norms = (activations.square().flatten(1).sum(1) + RootOffset).sqrt();
        Tensor factor = (norms.reciprocal() * radius).clamp_max(1) * Scale;
        return activations * factor.reshape([.. activations.shape.Select((size, dimension) => dimension == 0 ? size : 1)]);
    }

    /// <summary>
    /// Of an element that is 0 there, only this is known: it is near 0, or it was dropped, which has the probability r.
    /// With a tolerance t for what is near 0, that is the likelihood r + (1 - r) exp(-a^2 / 2 t^2).
    /// </summary>
    private Tensor DoubtfulZeros(Tensor activations)
    {
        Tensor variance = ZeroTolerance() * 2;
        Tensor near = (activations.square() / variance.neg()).exp();
        return (Doubt! + ((1 - Doubt!) * near)).log() * variance.neg();
    }

    /// <summary>The square of the tolerance: a share of the mean square of the elements that were seen.</summary>
    private Tensor ZeroTolerance()
    {
        Tensor values = Value.flatten(1);
        Tensor seen = (values != 0).to_type(ScalarType.Float32).sum(1).clamp_min(1);
        return (values.square().sum(1) / seen * ZeroToleranceShare).clamp_min(RootOffset).reshape(PerScene());
    }

    private long[] PerScene() => [.. Value.shape.Select((size, dimension) => dimension == 0 ? size : 1)];
}
