using Fleet.Models.Attacks.Adaptive;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks;

/// <summary>The terms of the rMLE attack's objective, for each picture of a batch.</summary>
internal sealed class RmleObjective(AttackedHead head, RmleSettings settings)
{
    // The root of the paper's total variation has no gradient at 0, where a constant picture starts.
    private const double RootOffset = 1e-6;

    // Less than the rate at which known noise counts: most of what the start misses is the picture.
    private const double FirstRate = 0.3;

    /// <summary>
    /// ||f1(x) - v||^2 and TV(x) in the form of the settings, one number for each picture in the caller's dispose scope. The
    /// objective is the first plus lambda times the second, which is null where lambda is 0.
    /// </summary>
    public (Tensor Misfit, Tensor? Variation) Terms(Tensor pictures, Observation observation)
    {
        bool counts = settings.ChoosesWeight || settings.TvWeight > 0 || observation.Variance is not null;
        Tensor misfit = observation.Misfit(head.Activation(pictures));
        return settings.Tv == TotalVariationForm.Paper
            ? (misfit, counts ? RootOfSquares(pictures) : null)
            : (misfit / Elements(observation), counts ? MeanOfSquares(pictures) : null);
    }

    /// <summary>The least weight of each picture: that of the settings, and what known noise adds to it.</summary>
    /// <remarks>
    /// As in minus the logarithm of a posterior density, the variation weighs in proportion to the variance; where the noise is
    /// stronger than the signal, to the standard deviation; and to the root of the elements for each pixel, if they are more than
    /// one. The noise in the gradient of the misfit grows with both.
    /// </remarks>
    public Tensor LeastWeight(Observation observation) => observation.Variance is null
        ? full(observation.Value.shape[0], settings.TvWeight, device: observation.Value.device)
        : (observation.Variance * Balance(observation, observation.Variance) * NoiseWeight(settings.NoisePriorRate, observation)) + settings.TvWeight;

    /// <summary>The weight of each picture to begin with, if weights are chosen: as if all of its misfit were noise.</summary>
    public Tensor FirstWeight(Tensor misfit, Observation observation)
    {
        Tensor variance = settings.Tv == TotalVariationForm.Paper ? misfit / Elements(observation) : misfit;
        return variance.detach() * NoiseWeight(FirstRate, observation);
    }

    // Twice the variance times minus the logarithm of the posterior density: the noisier, the more the smoothness counts.
    private double NoiseWeight(double rate, Observation observation) => 2 * rate
        * (settings.Tv == TotalVariationForm.MeanSquared ? head.Spec.Input.Elements / Elements(observation) : 1);

    // Of the weight against known noise. No signal is less than the error of its estimate.
    private Tensor Balance(Observation observation, Tensor variance)
    {
        double elements = Elements(observation);
        double perPixel = elements / head.Spec.Input.Elements;
        Tensor power = observation.Value.square().flatten(1).mean([1]);
        Tensor signal = maximum(power - variance, variance * Math.Sqrt(2 / elements)) * perPixel;
        return (Math.Max(1, perPixel) * signal / (signal + variance).clamp_min(float.Epsilon)).sqrt();
    }

    private static double Elements(Observation observation) => observation.Value.numel() / (double)observation.Value.shape[0];

    /// <summary>sum (|dx|^2 + |dy|^2)^(1/2) for each picture: beta = 1. Differences beyond the last row and column are 0.</summary>
    internal static Tensor RootOfSquares(Tensor pictures)
    {
        Tensor horizontal = F.pad(pictures.diff(1, 3), [0, 1]);
        Tensor vertical = F.pad(pictures.diff(1, 2), [0, 0, 0, 1]);
        return (horizontal.square() + vertical.square() + RootOffset).sqrt().flatten(1).sum(1);
    }

    /// <summary>The mean of dx^2 plus the mean of dy^2, for each picture.</summary>
    private static Tensor MeanOfSquares(Tensor pictures) =>
        pictures.diff(1, 3).square().flatten(1).mean([1]) + pictures.diff(1, 2).square().flatten(1).mean([1]);
}
