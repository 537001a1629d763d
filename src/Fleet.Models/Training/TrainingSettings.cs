using System.Globalization;
using Fleet.Models.Networks;

namespace Fleet.Models.Training;

/// <summary>
/// How a network is trained: cross-entropy, Adam (Kingma, Ba 2015), a learning rate that falls along half a cosine to 0
/// (Loshchilov, Hutter 2017). Equal settings, data and processor kind give equal weights.
/// </summary>
/// <param name="Seed">The key of initial weights and shuffles.</param>
/// <param name="Epochs">How often every training picture is used, at least 1.</param>
/// <param name="BatchSize">Pictures for one step, at least 1.</param>
/// <param name="LearningRate">The learning rate of the first step, greater than 0.</param>
public sealed record TrainingSettings(ulong Seed = 1, int Epochs = 2, int BatchSize = 64, double LearningRate = 2e-3)
{
    /// <summary>Everything that decides the weights, apart from network and data, in a fixed format.</summary>
    public string Canonical => string.Create(CultureInfo.InvariantCulture, $"adam cosine seed {Seed} epochs {Epochs} batch {BatchSize} rate {LearningRate:R}");

    /// <summary>Why a network cannot be trained with these settings; null if it can.</summary>
    /// <returns>A sentence for the user.</returns>
    public string? ProblemWith(NetworkSpec network) => BatchSize == 1 && network.NormOfOneValue is { } norm
        ? $"The batch normalisation {norm} of {network.Name} sees one value in each channel, so that a batch of one picture has no variance; expected batches of at least 2 pictures."
        : null;

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Check(TrainingSettings settings)
    {
        if (settings.Epochs < 1 || settings.BatchSize < 1 || !(settings.LearningRate > 0) || !double.IsFinite(settings.LearningRate))
        {
            throw new ArgumentException($"Epochs, batch size and learning rate must be greater than 0, not {settings.Canonical}.", nameof(settings));
        }
    }
}
