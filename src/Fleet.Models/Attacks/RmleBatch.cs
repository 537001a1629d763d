using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// The pictures of one batch while they are improved: Adam with AMSGrad (Kingma, Ba 2015; Reddi, Kale, Kumar 2018), each
/// step followed by the projection onto the pixels' range. Finished pictures leave the batch, which changes nothing for
/// the others because every operation works picture by picture. Its tensors belong to the scope it is made in.
/// </summary>
internal sealed class RmleBatch
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    private readonly PictureFormat _format;
    private readonly RmleSettings _settings;
    private readonly Tensor _lowest;
    private readonly Tensor _highest;
    private readonly float[][] _images;
    private readonly int[] _iterations;
    private readonly RmleWeight? _weight;
    private int[] _rows;
    private Tensor _pictures;
    private Observation _observation;
    private Tensor _mean;
    private Tensor _square;
    private Tensor _largestSquare;
    private Tensor _previous;
    private Tensor? _least;

    /// <param name="format">The format of the pictures.</param>
    /// <param name="observation">What is known of the activations.</param>
    /// <param name="start">The first guess for each.</param>
    /// <param name="settings">How to minimise.</param>
    public RmleBatch(PictureFormat format, Observation observation, Tensor start, RmleSettings settings)
    {
        _format = format;
        _settings = settings;
        _observation = observation;
        _lowest = PixelRange.Normalised(format, 0, start.device);
        _highest = PixelRange.Normalised(format, 1, start.device);
        _weight = settings.ChoosesWeight ? new RmleWeight(settings.FallingIterations, observation.MayBeNoisy) : null;
        int count = (int)start.shape[0];
        _images = new float[count][];
        _iterations = new int[count];
        _rows = [.. Enumerable.Range(0, count)];
        _previous = start;
        _pictures = _previous.clone().requires_grad_(true);
        _mean = zeros_like(_previous);
        _square = zeros_like(_previous);
        _largestSquare = zeros_like(_previous);
    }

    /// <summary>How many pictures are not finished.</summary>
    public int Active => _rows.Length;

    /// <summary>The finished pictures, in the order of the scenes; null where unfinished.</summary>
    public IReadOnlyList<float[]> Images => _images;

    /// <summary>The iterations that each finished picture took.</summary>
    public IReadOnlyList<int> Iterations => _iterations;

    /// <summary>One iteration.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="iteration">The number of this iteration, from 1.</param>
    /// <param name="learningRate">Its learning rate.</param>
    /// <returns>The summed objective before the step, in the caller's dispose scope.</returns>
    public Tensor Step(RmleObjective objective, int iteration, double learningRate)
    {
        Tensor loss = Loss(objective, iteration);
        if (_least is not null && _weight?.Settle(_pictures.detach(), _least) == true)
        {
            return loss; // the gradient is that of other pictures
        }

        Tensor gradient = autograd.grad([loss], [_pictures])[0];
        using var gradients = no_grad();
        _mean.mul_(Beta1).add_(gradient, 1 - Beta1);
        _square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        _largestSquare.copy_(maximum(_largestSquare, _square));
        double root = Math.Sqrt(1 - Math.Pow(Beta2, iteration));
        Tensor divisor = _largestSquare.sqrt().div_(root).add_(_settings.Epsilon);
        _pictures.addcdiv_(_mean, divisor, -learningRate / (1 - Math.Pow(Beta1, iteration)));
        if (_settings.ClipsPixels)
        {
            _pictures.clamp_(_lowest, _highest);
        }

        return loss;
    }

    // A sum over the pictures, so that the gradient of each is the one it would have alone: a mean would shrink every step by the batch's size.
    private Tensor Loss(RmleObjective objective, int iteration)
    {
        (Tensor misfit, Tensor? variation) = objective.Terms(_pictures, _observation);
        if (variation is null)
        {
            return misfit.sum();
        }

        _least ??= objective.LeastWeight(_observation).MoveToOuterDisposeScope();
        Tensor weight = _least;
        if (_weight is not null)
        {
            weight = _weight.At(iteration, () => objective.FirstWeight(misfit, _observation), _least);
            _weight.Look(iteration, _pictures.detach(), weight, misfit, variation);
        }

        return (misfit + (variation * weight)).sum();
    }

    /// <summary>
    /// Finishes the pictures of which no pixel moved by more than the tolerance since the last call, once their weight is chosen.
    /// Called in a scope of its own within that of the batch.
    /// </summary>
    public void Finish(int iteration, double tolerance)
    {
        using var gradients = no_grad();
        float[] moved = (_pictures - _previous).abs().flatten(1).amax([1]).Floats();
        bool mayEnd = _weight?.IsChosen != false || double.IsPositiveInfinity(tolerance);
        ILookup<bool, int> standing = Enumerable.Range(0, moved.Length).ToLookup(i => mayEnd && moved[i] <= tolerance);
        if (standing.Contains(true))
        {
            float[][] images = PictureTensor.ToUnitRange(_pictures.detach(), _format);
            foreach (int position in standing[true])
            {
                _images[_rows[position]] = images[position];
                _iterations[_rows[position]] = iteration;
            }

            Keep([.. standing[false]]);
        }

        _previous.copy_(_pictures);
    }

    private void Keep(int[] positions)
    {
        Tensor index = tensor(positions.Select(position => (long)position).ToArray(), [positions.Length], device: _pictures.device);
        _pictures = Rows(_pictures, index).requires_grad_(true);
        _observation = _observation.Rows(index).MoveToOuterDisposeScope();
        _weight?.Keep(index);
        _least = _least is null ? null : Rows(_least, index);
        _mean = Rows(_mean, index);
        _square = Rows(_square, index);
        _largestSquare = Rows(_largestSquare, index);
        _previous = Rows(_previous, index);
        _rows = [.. positions.Select(position => _rows[position])];
    }

    private static Tensor Rows(Tensor from, Tensor index) => from.index_select(0, index).detach().MoveToOuterDisposeScope();
}
