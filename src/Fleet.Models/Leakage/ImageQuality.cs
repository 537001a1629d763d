using System.Globalization;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Leakage;

/// <summary>
/// How much of a picture a reconstruction shows. Pictures are channels x height x width in [0, 1], de-normalised and
/// clipped; higher PSNR and SSIM mean more leakage.
/// </summary>
public static class ImageQuality
{
    /// <summary>
    /// The highest PSNR reported, in dB. Equal pictures have no finite one. The cap means a root mean square error of
    /// 10^-5; a reconstruction rounds to every one of the original's 8-bit values long before, near 59 dB.
    /// </summary>
    public const double MaxPsnrDb = 100;

    private const double SmallestMse = 1e-10;
    private const double TenOverLn10 = 4.3429448190325182765;

    /// <summary>The mean over all elements of the squared difference.</summary>
    /// <param name="original">The picture, in [0, 1].</param>
    /// <param name="reconstruction">What was reconstructed, in [0, 1], as many elements.</param>
    public static double MeanSquaredError(ReadOnlySpan<float> original, ReadOnlySpan<float> reconstruction)
    {
        RequireLength(original.Length, reconstruction.Length, nameof(reconstruction));
        double sum = 0;
        for (int i = 0; i < original.Length; i++)
        {
            double difference = (double)original[i] - reconstruction[i];
            sum += difference * difference;
        }

        return sum / original.Length;
    }

    /// <summary>
    /// The peak signal-to-noise ratio in dB with peak 1: -10 log10 of the mean squared error, at most
    /// <see cref="MaxPsnrDb"/>.
    /// </summary>
    /// <param name="original">The picture, in [0, 1].</param>
    /// <param name="reconstruction">What was reconstructed, in [0, 1], as many elements.</param>
    public static double Psnr(ReadOnlySpan<float> original, ReadOnlySpan<float> reconstruction) =>
        PsnrOf(MeanSquaredError(original, reconstruction));

    /// <summary>The structural similarity, in [-1, 1]: 1 for equal pictures; the mean over the channels.</summary>
    /// <param name="original">The picture, in [0, 1], channel after channel, row after row.</param>
    /// <param name="reconstruction">What was reconstructed, in [0, 1], in the same layout.</param>
    /// <param name="shape">The shape of both; height and width at least that of the convention's window.</param>
    /// <param name="convention">The window, the covariance and the data range.</param>
    /// <remarks>
    /// With the paper's convention, a reconstruction without any range (all elements equal) gets 0: the formula does not
    /// define a value, and such a picture shows nothing.
    /// </remarks>
    public static double Ssim(
        ReadOnlySpan<float> original, ReadOnlySpan<float> reconstruction, TensorShape shape, SsimConvention convention)
    {
        RequireLength(shape.Elements, original.Length, nameof(original));
        RequireLength(original.Length, reconstruction.Length, nameof(reconstruction));
        SsimWindow window = convention.Window();
        if (shape.Height < window.Size || shape.Width < window.Size)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"SSIM {convention.Name()} needs pictures of at least {window.Size}x{window.Size}, not {shape.Height}x{shape.Width}."),
                nameof(shape));
        }

        double range = convention == SsimConvention.Paper ? RangeOf(reconstruction) : 1;
        if (range == 0)
        {
            return 0;
        }

        double sum = 0;
        int area = shape.Height * shape.Width;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            sum += window.MeanSimilarity(
                original.Slice(channel * area, area), reconstruction.Slice(channel * area, area), shape.Width, range);
        }

        return sum / shape.Channels;
    }

    private static double PsnrOf(double mse) => mse <= SmallestMse ? MaxPsnrDb : -TenOverLn10 * PortableMath.Log(mse);

    private static double RangeOf(ReadOnlySpan<float> values)
    {
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (double)high - low;
    }

    private static void RequireLength(int expected, int actual, string picture)
    {
        if (expected != actual)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The picture must have {expected} elements, not {actual}."), picture);
        }
    }
}
