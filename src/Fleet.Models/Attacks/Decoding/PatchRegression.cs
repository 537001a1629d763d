using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// The linear map from windows of an activation to the pixels that they show, with the least squared error over some queries,
/// in closed form. A convolution with enough filters is undone by such a map almost exactly, which gradient steps reach only
/// slowly.
/// </summary>
/// <remarks>
/// A window shows as many more pixels than it has places as the picture is larger than the activation. A pixel is read from
/// the window of which it is the middle, and near the border of the picture from the outermost one, the same way at every
/// place: so one query gives hundreds of equations.
/// </remarks>
internal sealed class PatchRegression : IDisposable
{
    private const int Chunk = 32;
    private const int ErrorSample = 512;
    private const int MostQueries = 512;

    // Multiply-accumulates for the normal equations: some seconds.
    private const double Budget = 2e10;

    // Shares of the mean square of the patches' elements: single precision tells no more.
    private const double Ridge = 1e-9;

    // In normalised units, so that errors of nothing but rounding do not become a scale.
    private const double SmallestError = 1e-4;

    private readonly int _kernel;
    private readonly int _seen;
    private readonly int _channels;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    /// <param name="activation">The shape of the activations.</param>
    /// <param name="pictures">The format of the pictures.</param>
    /// <param name="count">How many queries there are.</param>
    /// <param name="load">The activations and pictures of some queries.</param>
    public PatchRegression(TensorShape activation, PictureFormat pictures, int count, Func<int[], (Tensor Activations, Tensor Pictures)> load)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        int growth = pictures.Shape.Height - activation.Height;
        _kernel = DecoderSpec.KernelFor(growth);
        _seen = _kernel + growth;
        _channels = pictures.Shape.Channels;
        int sample = Math.Min(count, Queries(activation, pictures.Shape));
        Tensor solution = Solve(Normal(sample, load)).to_type(ScalarType.Float32);
        long taps = solution.shape[0] - 1;
        _weight = solution.narrow(0, 0, taps).t().reshape(_channels, _seen, _seen, activation.Channels, _kernel, _kernel).clone();
        _bias = solution.narrow(0, taps, 1).reshape(_channels, _seen, _seen).clone();
        Error = ErrorByPixel(pictures, Math.Min(count, ErrorSample), load);
        _weight.DetachFromDisposeScope();
        _bias.DetachFromDisposeScope();
        Error.DetachFromDisposeScope();
    }

    /// <summary>The root of the mean squared error that is left at each pixel, greater than 0: shape (1, channels, height, width).</summary>
    public Tensor Error { get; }

    /// <summary>Whether there is such a map: the activation has rows and columns about as fine as the picture's.</summary>
    public static bool Suits(TensorShape activation, TensorShape picture)
    {
        int growth = picture.Height - activation.Height;
        return !activation.IsFlat && growth >= 0 && picture.Width - activation.Width == growth
            && 2 * Math.Min(activation.Height, activation.Width) > Math.Max(picture.Height, picture.Width)
            && Math.Min(activation.Height, activation.Width) >= DecoderSpec.KernelFor(growth);
    }

    /// <summary>Operations of the fit and of one use, at 2 for a multiply-accumulate.</summary>
    public static (long Fit, long Use) Flops(TensorShape activation, TensorShape picture)
    {
        long unknowns = Unknowns(activation, picture);
        long rows = (long)Queries(activation, picture) * WindowsOf(activation, DecoderSpec.KernelFor(picture.Height - activation.Height));
        return checked((2 * rows * unknowns * unknowns, 2L * picture.Elements * unknowns));
    }

    /// <summary>Pictures for activations, in the caller's dispose scope.</summary>
    public Tensor Apply(Tensor activations)
    {
        using var scope = NewDisposeScope();
        int middle = _seen / 2;
        (int Offset, int Count)[] offsets = [(0, middle), (middle, 1), (middle + 1, _seen - middle - 1)];
        Tensor[] bands = [.. offsets.Select((rows, vertical) =>
            cat([.. offsets.Select((columns, horizontal) => Region(Outer(Outer(activations, 2, vertical), 3, horizontal), rows, columns))], 3))];
        return cat(bands, 2).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
        Error.Dispose();
    }

    // The first window alone, all of them, the last alone: the pixels at the border are read from the outermost windows.
    private Tensor Outer(Tensor activations, int dimension, int band) => band switch
    {
        0 => activations.narrow(dimension, 0, _kernel),
        1 => activations,
        _ => activations.narrow(dimension, activations.shape[dimension] - _kernel, _kernel),
    };

    // Pixels at some offsets within the windows; each offset has its own filter.
    private Tensor Region(Tensor activations, (int Offset, int Count) rows, (int Offset, int Count) columns)
    {
        Tensor weight = _weight.narrow(1, rows.Offset, rows.Count).narrow(2, columns.Offset, columns.Count).flatten(0, 2);
        Tensor bias = _bias.narrow(1, rows.Offset, rows.Count).narrow(2, columns.Offset, columns.Count).flatten();
        Tensor pixels = F.conv2d(activations, weight, bias);
        (long height, long width) = (pixels.shape[2], pixels.shape[3]);
        return pixels.reshape(-1, _channels, rows.Count, columns.Count, height, width)
            .permute(0, 1, 2, 4, 3, 5)
            .reshape(-1, _channels, rows.Count * height, columns.Count * width);
    }

    private static long Unknowns(TensorShape activation, TensorShape picture)
    {
        int kernel = DecoderSpec.KernelFor(picture.Height - activation.Height);
        return ((long)activation.Channels * kernel * kernel) + 1;
    }

    private static int WindowsOf(TensorShape activation, int kernel) => (activation.Height - kernel + 1) * (activation.Width - kernel + 1);

    private static int Queries(TensorShape activation, TensorShape picture)
    {
        double unknowns = Unknowns(activation, picture);
        double perQuery = unknowns * unknowns * WindowsOf(activation, DecoderSpec.KernelFor(picture.Height - activation.Height));
        return (int)Math.Clamp(Budget / perQuery, Chunk, MostQueries);
    }

    /// <summary>The normal equations of least squares in double precision, a constant 1 as the last unknown's.</summary>
    private (Tensor Gram, Tensor Moment) Normal(int sample, Func<int[], (Tensor Activations, Tensor Pictures)> load)
    {
        Tensor? gram = null;
        Tensor? moment = null;
        foreach (int[] indices in Enumerable.Range(0, sample).Chunk(Chunk))
        {
            using var step = NewDisposeScope();
            (Tensor activations, Tensor pictures) = load(indices);
            Tensor windows = Windows(activations, _kernel);
            Tensor rows = cat([windows, ones(windows.shape[0], 1, ScalarType.Float64, windows.device)], 1);
            Tensor transposed = rows.t();
            gram = Sum(gram, transposed.mm(rows));
            moment = Sum(moment, transposed.mm(Windows(pictures, _seen)));
        }

        return (gram!, moment!);
    }

    private static Tensor Windows(Tensor images, int side) =>
        F.unfold(images, side).transpose(1, 2).flatten(0, 1).to_type(ScalarType.Float64);

    private static Tensor Sum(Tensor? sum, Tensor part) => sum is null ? part.MoveToOuterDisposeScope() : sum.add_(part);

    private static Tensor Solve((Tensor Gram, Tensor Moment) equations)
    {
        long unknowns = equations.Gram.shape[0];
        Tensor ridge = eye(unknowns, dtype: ScalarType.Float64, device: equations.Gram.device) * equations.Gram.trace() * (Ridge / unknowns);
        return linalg.solve(equations.Gram + ridge, equations.Moment);
    }

    private Tensor ErrorByPixel(PictureFormat format, int sample, Func<int[], (Tensor Activations, Tensor Pictures)> load)
    {
        Tensor? sum = null;
        foreach (int[] indices in Enumerable.Range(0, sample).Chunk(Chunk))
        {
            using var step = NewDisposeScope();
            (Tensor activations, Tensor pictures) = load(indices);
            sum = Sum(sum, PixelRange.Excess(format, Apply(activations), pictures).square().sum(0, keepdim: true));
        }

        return (sum! / sample).sqrt().clamp_min(SmallestError);
    }
}
