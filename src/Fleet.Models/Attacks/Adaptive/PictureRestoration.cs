using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Behind a defence of the picture, an attack at the activation recovers the defended picture. This one then looks for the
/// smooth picture from which the defence would have made it: the recovered picture is read like a message, with the laws of
/// the steps on the input, and the objective is that of rMLE with the identity for f1. Noise is smoothed away as far as its
/// variance says, dropped pixels are filled in from their neighbours.
/// </summary>
/// <param name="inner">The attack at the activation.</param>
/// <param name="format">The format of the pictures.</param>
/// <param name="onInput">The steps on the input.</param>
internal sealed class PictureRestoration(IReconstructor inner, PictureFormat format, DefenseChain onInput) : IReconstructor
{
    private const int Iterations = 200;
    private const int BatchSize = 64;
    private const double LearningRate = 0.2;

    /// <summary>The weight of the total variation where nothing is known of noise: enough to fill in pixels.</summary>
    private const double TvWeight = 0.01;

    /// <summary>
    /// A recovered pixel this near to 0, in normalised units, counts as dropped. The attack before is not exact; few pixels
    /// of a picture lie there.
    /// </summary>
    private const double ZeroTolerance = 0.15;

    private readonly Correction[] _corrections = [.. onInput.Steps.Reverse().Select(Correction.OfLaw).OfType<Correction>()];

    /// <summary>The steps of a known defence on the picture and those behind it; null where there is nothing to know.</summary>
    public static (DefenseChain? OnInput, DefenseChain? Behind) Split(DefenseChain? known) => known?.Affects(DefensePlace.Input) != true
        ? (null, known)
        : (new DefenseChain(known.Steps.Where(step => step.Place == DefensePlace.Input)),
            new DefenseChain(known.Steps.Where(step => step.Place != DefensePlace.Input)));

    /// <inheritdoc/>
    public Reconstruction Reconstruct(
        Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Reconstruction defended = inner.Reconstruct(transmissions, progress, cancellationToken);
        float[][] restored = [.. defended.Images.Chunk(BatchSize).SelectMany(chunk => Restore(chunk))];
        return defended with { Images = restored };
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private float[][] Restore(float[][] pictures)
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(pictures);
        var picture = new Parameter(seen.Value.clone());
        Tensor weight = seen.Variance is null ? full([pictures.Length], TvWeight) : (seen.Variance * 2) + TvWeight;
        using var optimizer = optim.Adam([picture], LearningRate);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            using var step = NewDisposeScope();
            Decoding.Cosine.SetRate(optimizer, LearningRate, iteration, Iterations);
            optimizer.zero_grad();
            (seen.Misfit(picture) + (RmleObjective.RootOfSquares(picture) * weight)).sum().backward();
            optimizer.step();
            using var gradients = no_grad();
            picture.clamp_(PixelRange.Normalised(format, 0), PixelRange.Normalised(format, 1));
        }

        return PictureTensor.ToUnitRange(picture.detach(), format);
    }

    private Observation Read(float[][] pictures)
    {
        using var gradients = no_grad();
        TensorShape shape = format.Shape;
        Tensor black = PixelRange.Normalised(format, 0);
        Tensor unit = tensor(pictures.SelectMany(picture => picture).ToArray(), [pictures.Length, shape.Channels, shape.Height, shape.Width]);
        Tensor picture = (unit * (PixelRange.Normalised(format, 1) - black)) + black;
        if (onInput.Steps.Any(step => step.Law is ErasureLaw))
        {
            picture = where(picture.abs() < ZeroTolerance, zeros_like(picture), picture);
        }

        var facts = new ActivationFacts(HasTrueZeros: false);
        return _corrections.Aggregate(new Observation(picture), (seen, correction) => correction.Undo(seen, facts));
    }
}
