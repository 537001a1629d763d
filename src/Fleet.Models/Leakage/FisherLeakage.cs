using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Statistics;
using TorchSharp;

namespace Fleet.Models.Leakage;

/// <summary>
/// A bound on reconstruction that holds for every attack without bias, whatever it knows: the diagonal Fisher information
/// leakage dFIL = tr(I) / d of what crosses the link about the d pixels, and 1 / dFIL, below which no such attack brings
/// the mean squared error of a pixel.
/// </summary>
/// <remarks>
/// <para>
/// Hannun, Guo, van der Maaten, "Measuring Data Leakage in Machine-Learning Models with Fisher Information", UAI 2021;
/// Maeng, Guo, Kariyappa, Suh, "Bounding the Invertibility of Privacy-preserving Instance Encoding using Fisher
/// Information", NeurIPS 2023. For normal noise of standard deviation sigma behind layers with the Jacobian J,
/// I = J^T J / sigma^2; the Cramer-Rao bound tr(I^-1) / d is at least d / tr(I).
/// </para>
/// <para>
/// An attack with a bias (a prior, clipping to [0, 1], a smoothness term) can go below it: where 1 / dFIL is above the
/// variance of the pictures, guessing the mean picture does. Pixels are in [0, 1], as everywhere in the metrics.
/// </para>
/// </remarks>
/// <param name="Dfil">The mean of dFIL over the pictures, with its interval.</param>
/// <param name="MseBound">The mean over the pictures of 1 / dFIL: the least mean squared error without bias.</param>
/// <param name="IsExact">Whether all rows of the Jacobian were computed, not an estimate from random directions.</param>
public sealed record FisherLeakage(MeanEstimate Dfil, MeanEstimate MseBound, bool IsExact)
{
    /// <summary>The PSNR in dB that belongs to <see cref="MseBound"/>; no bound on a mean of PSNRs.</summary>
    public double PsnrDb => -10 * Math.Log10(MseBound.Mean);

    /// <summary>Where normal noise bounds what a chain leaks, and its standard deviation; null if the chain has no such noise.</summary>
    /// <remarks>
    /// Noise on the input bounds whatever follows, if only noise and erasures come before it. Noise on the activation does
    /// so if nothing acts on the input, where J is taken, and the steps before it move the activation no further than they
    /// found it, or add noise of their own: not behind rounding, rescaling or a step of which this is not known.
    /// </remarks>
    public static (DefensePlace Place, double Sigma)? NoiseOf(DefenseChain defense)
    {
        foreach (DefensePlace place in Enum.GetValues<DefensePlace>())
        {
            foreach (DefenseStep step in defense.Steps.Where(step => step.Place == place))
            {
                if (step.Law is GaussianLaw noise)
                {
                    return (place, noise.Sigma);
                }

                if (!step.IsNonExpansive)
                {
                    return null;
                }
            }

            if (defense.Affects(place))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The bound for pictures behind a defence.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="defense">The defence.</param>
    /// <param name="inputs">Normalised pictures, (count, channels, height, width), at least one.</param>
    /// <param name="transmissions">How often the adversary sees each picture, each time with fresh noise.</param>
    /// <param name="seed">The key of an estimate's directions and of the intervals.</param>
    /// <returns>The bound, or null if the chain has no noise that gives one.</returns>
    public static FisherLeakage? Of(
        TrainedNetwork network, string split, DefenseChain defense, torch.Tensor inputs, long transmissions = 1, ulong seed = 0) =>
        Of(network.Spec, defense, (int)inputs.shape[0], () => CutSensitivity.Of(network, split, inputs, seed), transmissions, seed);

    /// <summary>The bound for pictures behind a defence, from what was measured at the cut before.</summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="defense">The defence.</param>
    /// <param name="pictures">How many pictures there are.</param>
    /// <param name="sensitivity">Gives tr(J^T J) at these pictures; asked for only where the noise is on the activation.</param>
    /// <param name="transmissions">How often the adversary sees each picture, each time with fresh noise.</param>
    /// <param name="seed">The key of the intervals.</param>
    /// <returns>The bound, or null if the chain has no noise that gives one.</returns>
    public static FisherLeakage? Of(
        NetworkSpec network, DefenseChain defense, int pictures, Func<CutSensitivity> sensitivity, long transmissions = 1, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(transmissions);
        if (NoiseOf(defense) is not { } noise)
        {
            return null;
        }

        CutSensitivity cut = noise.Place == DefensePlace.Input ? AtInput(network, pictures) : sensitivity();
        double scale = transmissions / (noise.Sigma * noise.Sigma * network.Input.Elements);
        return new FisherLeakage(
            MeanEstimate.Of([.. cut.Traces.Select(trace => trace * scale)], seed),
            MeanEstimate.Of([.. cut.Traces.Select(trace => 1 / (trace * scale))], seed),
            cut.IsExact);
    }

    /// <summary>On the input J is the normalisation: 1 / deviation for each pixel.</summary>
    private static CutSensitivity AtInput(NetworkSpec network, int pictures)
    {
        int plane = network.Input.Height * network.Input.Width;
        double trace = network.Normalization.StandardDeviation.Sum(deviation => plane / ((double)deviation * deviation));
        return new CutSensitivity([.. Enumerable.Repeat(trace, pictures)], IsExact: true);
    }
}
