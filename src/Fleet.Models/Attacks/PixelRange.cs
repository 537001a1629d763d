using Fleet.Models.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>The range that pixels can have after a network's normalisation, which an attacker knows.</summary>
internal static class PixelRange
{
    /// <summary>What a grey level becomes by normalisation.</summary>
    /// <param name="format">The format of the pictures.</param>
    /// <param name="level">From 0 (black) to 1 (white).</param>
    /// <returns>A tensor of shape (1, channels, 1, 1), in the caller's dispose scope.</returns>
    /// <param name="on">Where the result lies.</param>
    public static Tensor Normalised(PictureFormat format, float level, Device on) =>
        tensor(
            format.Normalization.Mean.Zip(format.Normalization.StandardDeviation, (mean, deviation) => (level - mean) / deviation).ToArray(),
            [1, format.Shape.Channels, 1, 1],
            device: on);

    /// <summary>
    /// The errors of decoded pixels. Where the picture is black, darker than black is no error, and where it is white,
    /// lighter than white is none: pictures are clipped to their range in the end.
    /// </summary>
    /// <returns>In the caller's dispose scope.</returns>
    public static Tensor Excess(PictureFormat format, Tensor decoded, Tensor pictures)
    {
        using var scope = NewDisposeScope();
        Tensor error = decoded - pictures;
        error = where(pictures <= Normalised(format, 0, pictures.device), error.clamp_min(0), error);
        error = where(pictures >= Normalised(format, 1, pictures.device), error.clamp_max(0), error);
        return error.MoveToOuterDisposeScope();
    }
}
