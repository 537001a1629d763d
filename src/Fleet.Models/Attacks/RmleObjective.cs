using Fleet.Models.Attacks.Adaptive;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks;

/// <summary>
/// The objective of the rMLE attack, summed over the pictures of a batch. A sum, so that the gradient of each picture is
/// the one it would have alone: the mean over a batch would shrink every step by its size.
/// </summary>
internal sealed class RmleObjective(AttackedHead head, RmleSettings settings)
{
    // The root of the paper's total variation has no gradient at 0, where a constant picture starts.
    private const double RootOffset = 1e-6;

    /// <summary>||f1(x) - v||^2 + lambda TV(x) in the form of the settings; a scalar in the caller's dispose scope.</summary>
    public Tensor Loss(Tensor pictures, Observation observation)
    {
        Tensor data = observation.Misfit(head.Activation(pictures)).sum();
        double elements = observation.Value.numel() / (double)pictures.shape[0];
        if (settings.Tv == TotalVariationForm.MeanSquared)
        {
            data = data / elements;
        }

        if (settings.TvWeight == 0 && observation.Variance is null)
        {
            return data;
        }

        Tensor variation = settings.Tv == TotalVariationForm.Paper ? RootOfSquares(pictures) : MeanOfSquares(pictures);
        if (observation.Variance is null)
        {
            return data + (variation.sum() * settings.TvWeight);
        }

        // Twice the variance times minus the logarithm of the posterior density: the noisier, the more the smoothness counts.
        double rate = 2 * settings.NoisePriorRate;
        if (settings.Tv == TotalVariationForm.MeanSquared)
        {
            rate *= head.Spec.Input.Elements / elements;
        }

        return data + (variation * ((observation.Variance * rate) + settings.TvWeight)).sum();
    }

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
