using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Where pixels were dropped, an attack at the activation recovers the picture with holes. This one then looks for the
/// smooth picture that has the pixels which were kept: the recovered picture is read like a message, and the objective is
/// that of rMLE with the identity for f1.
/// </summary>
/// <param name="inner">The attack at the activation.</param>
/// <param name="format">The format of the pictures.</param>
/// <param name="onInput">The steps on the input, each of which drops pixels.</param>
/// <param name="compute">Where it computes.</param>
/// <param name="iterations">Steps on each batch of pictures, at least 1.</param>
internal sealed class PictureRestoration(IReconstructor inner, PictureFormat format, DefenseChain onInput, ComputeDevice compute, int iterations = PictureRestoration.Iterations)
    : IReconstructor
{
    internal const int Iterations = 200;
    private const int BatchSize = 64;
    private const double LearningRate = 0.2;

    /// <summary>The weight of the total variation: enough to fill in pixels.</summary>
    private const double TvWeight = 0.01;

    /// <summary>
    /// A recovered pixel this near to 0, in normalised units, counts as dropped. The attack before is not exact; few pixels
    /// of a picture lie there.
    /// </summary>
    private const double ZeroTolerance = 0.15;

    private readonly Correction[] _corrections = Corrections.Of(onInput.Steps);

    /// <summary>
    /// The steps of a known defence on the picture, if all of them drop pixels, and those behind; else null and all steps, which
    /// <see cref="Reading"/> then takes for noise on the activation.
    /// </summary>
    public static (DefenseChain? OnInput, DefenseChain? Behind) Split(DefenseChain? known)
    {
        ILookup<bool, DefenseStep> steps = (known?.Steps ?? []).ToLookup(step => step.Place == DefensePlace.Input);
        return steps.Contains(true) && steps[true].All(step => step.Law is ErasureLaw)
            ? (new DefenseChain(steps[true]), new DefenseChain(steps[false]))
            : (null, known);
    }

    public Reconstruction Reconstruct(
        Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Reconstruction defended = inner.Reconstruct(transmissions, progress, cancellationToken);
        float[][] restored = [.. defended.Images.Chunk(BatchSize).SelectMany(chunk => Restore(chunk))];
        return defended with { Images = restored };
    }

    public void Dispose() => inner.Dispose();

    private float[][] Restore(float[][] pictures)
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(pictures);
        var picture = new Parameter(seen.Value.clone());
        using var optimizer = optim.Adam([picture], LearningRate);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            using var step = NewDisposeScope();
            Decoding.Cosine.SetRate(optimizer, LearningRate, iteration, iterations);
            optimizer.zero_grad();
            (seen.Misfit(picture) + (RmleObjective.RootOfSquares(picture) * TvWeight)).sum().backward();
            optimizer.step();
            using var gradients = no_grad();
            picture.clamp_(PixelRange.Normalised(format, 0, picture.device), PixelRange.Normalised(format, 1, picture.device));
        }

        return PictureTensor.ToUnitRange(picture.detach(), format);
    }

    private Observation Read(float[][] pictures)
    {
        using var gradients = no_grad();
        TensorShape shape = format.Shape;
        Device on = compute.Torch;
        Tensor black = PixelRange.Normalised(format, 0, on);
        Tensor unit = tensor(pictures.SelectMany(picture => picture).ToArray(), [pictures.Length, shape.Channels, shape.Height, shape.Width], device: on);
        Tensor picture = (unit * (PixelRange.Normalised(format, 1, on) - black)) + black;
        picture = where(picture.abs() < ZeroTolerance, zeros_like(picture), picture);
        var facts = new ActivationFacts(HasTrueZeros: false);
        return _corrections.Aggregate(new Observation(picture), (seen, correction) => correction.Undo(seen, facts));
    }
}
