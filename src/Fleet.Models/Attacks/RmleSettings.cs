using Fleet.Models.Networks;

namespace Fleet.Models.Attacks;

/// <summary>How an rMLE attack minimises its objective; docs/model/attacks.md says how the defaults were found.</summary>
public sealed record RmleSettings : IAttackSettings
{
    private const double FallingShare = 0.5;

    /// <summary>The form of the objective.</summary>
    public TotalVariationForm Tv { get; init; } = TotalVariationForm.Paper;

    /// <summary>The weight lambda of the total variation, at least 0, in the units of <see cref="Tv"/>; see <see cref="ChoosesWeight"/>.</summary>
    public double TvWeight { get; init; }

    /// <summary>
    /// Whether each picture's weight is chosen: it falls from that of a start that misses much by noise to <see cref="TvWeight"/> and what
    /// known noise adds to it, and the corner of the L-curve decides with which the rest of the iterations is. Else it is the least throughout.
    /// </summary>
    public bool ChoosesWeight { get; init; } = true;

    /// <summary>The learning rate of the first iteration, in normalised pixel units; see <see cref="RateFalls"/>.</summary>
    public double LearningRate { get; init; } = 0.6;

    /// <summary>The most iterations, at least 1; more by default behind many layers. The simulated cost of the attack is that of this many.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>
    /// A picture is finished when none of its pixels moved by more than this over 50 iterations, in normalised units; 0
    /// for no early stop.
    /// </summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>
    /// How much total variation counts against noise of a known variance s^2, at least 0: the objective is twice s^2
    /// times minus the logarithm of the posterior density, in which the prior is exp(-rate TV(x)). The rate says how smooth
    /// pictures are, in the units of <see cref="Tv"/>; for the paper's form it is about one over the mean length of a
    /// pixel's gradient. Noise stronger than the signal counts less (docs/model/attacks.md). Without known noise it has no effect.
    /// </summary>
    public double NoisePriorRate { get; init; } = 1;

    /// <summary>What Adam adds to the root of the mean square, greater than 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Whether the learning rate falls along half a cosine to 0; else it stays.</summary>
    public bool RateFalls { get; init; } = true;

    /// <summary>Whether pixels are clipped to the range that pictures can have after each iteration; else only at the end.</summary>
    public bool ClipsPixels { get; init; } = true;

    /// <summary>Whether to start from the grey level whose activation comes closest; else from the middle one.</summary>
    public bool StartsFromClosestGrey { get; init; } = true;

    /// <summary>
    /// The settings of the code that the authors of the attack published: mean squares, the middle grey as the start, a
    /// constant learning rate of 1e-2, epsilon 1e-3, no clipping before the end, no early end. A baseline to compare with.
    /// </summary>
    /// <param name="tvWeight">
    /// The weight of the total variation: there 0 at conv1 and ReLU1, 1 at ReLU2 and pool2. It decides: at conv1 a weight
    /// of 1 costs more than 10 dB.
    /// </param>
    /// <param name="iterations">How many iterations.</param>
    public static RmleSettings Published(double tvWeight, int iterations = 5_000) => new()
    {
        Tv = TotalVariationForm.MeanSquared,
        TvWeight = tvWeight,
        LearningRate = 1e-2,
        Iterations = iterations,
        Tolerance = 0,
        Epsilon = 1e-3,
        RateFalls = false,
        ClipsPixels = false,
        StartsFromClosestGrey = false,
        ChoosesWeight = false,
        NoisePriorRate = 0,
    };

    /// <summary>
    /// <see cref="Published"/> with the published code's weight at a cut: 0 as long as nothing is pooled, 10 from the first
    /// fully connected layer on, else 1.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="iterations">How many iterations.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static RmleSettings PublishedFor(NetworkSpec network, string split, int iterations = 5_000)
    {
        LayerSpec[] onDevice = [.. network.Layers.Take(network.Require(split) + 1)];
        bool keepsAllPixels = Array.TrueForAll(onDevice, layer => layer is Convolution { Stride: 1 } or BatchNorm or Relu or Sigmoid or Tanh);
        return Published(keepsAllPixels ? 0 : Array.Exists(onDevice, layer => layer is Linear) ? 10 : 1, iterations);
    }

    /// <summary>The iterations over which weights fall that are chosen; the others improve the picture with the one chosen.</summary>
    internal int FallingIterations => Math.Max(1, (int)(FallingShare * Iterations));

    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this with { Iterations = steps };

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Check(RmleSettings settings)
    {
        bool valid = Enum.IsDefined(settings.Tv)
            && settings.TvWeight >= 0 && double.IsFinite(settings.TvWeight)
            && settings.LearningRate > 0 && double.IsFinite(settings.LearningRate)
            && settings.Iterations >= 1
            && settings.Tolerance >= 0
            && settings.NoisePriorRate >= 0 && double.IsFinite(settings.NoisePriorRate)
            && settings.Epsilon > 0 && double.IsFinite(settings.Epsilon);
        if (!valid)
        {
            throw new ArgumentException($"These settings of the rMLE attack are out of range: {settings}", nameof(settings));
        }
    }
}
