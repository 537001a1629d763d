using System.Globalization;
using System.Reflection;
using Fleet.Models.Data.Pictures;
using Fleet.Models.Tensors;
using SkiaSharp;

namespace Fleet.Models.Data.Sources;

/// <summary>Turns JPEG and PNG files into the pixels that a network takes.</summary>
/// <param name="shape">The shape that every picture comes to: 3 channels of colour, or 1 of grey.</param>
/// <param name="fit">How it comes to it.</param>
internal sealed class PictureDecoder(TensorShape shape, PictureFit fit)
{
    /// <summary>The decoding library and its version: part of the key of decoded pictures.</summary>
    public static readonly string Version =
        $"SkiaSharp {typeof(SKCodec).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    private readonly PictureSize _needed = new(shape.Height, shape.Width);

    /// <summary>Decodes one picture.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="pixels">Receives channels x height x width.</param>
    /// <param name="cancellation">Stops before it is decoded, and between two rows that are scaled.</param>
    /// <returns>What is wrong with its size; null if nothing is.</returns>
    /// <exception cref="PictureException">It is no whole picture.</exception>
    public string? Decode(byte[] file, Span<byte> pixels, CancellationToken cancellation)
    {
        EncodedPicture encoded = EncodedPicture.Open(file);
        if (SizeProblem(encoded) is { } problem)
        {
            return problem;
        }

        RgbPicture picture = PictureScaler.Fit(encoded.Decode(cancellation), fit, cancellation);
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < plane; i++)
        {
            ReadOnlySpan<byte> color = picture.Pixels.AsSpan(i * RgbPicture.Channels, RgbPicture.Channels);
            if (shape.Channels == RgbPicture.Channels)
            {
                (pixels[i], pixels[plane + i], pixels[(2 * plane) + i]) = (color[0], color[1], color[2]);
            }
            else
            {
                pixels[i] = Luma(color);
            }
        }

        return null;
    }

    private string? SizeProblem(EncodedPicture picture)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{picture.Height} x {picture.Width} pixels (height x width)");
        return fit.Resize is not null ? null
            : fit.Crop is { } crop ? (picture.Height < crop.Height || picture.Width < crop.Width ? string.Create(CultureInfo.InvariantCulture, $"{size}, less than the crop of {crop.Height} x {crop.Width}") : null)
            : picture.Height != _needed.Height || picture.Width != _needed.Width ? string.Create(CultureInfo.InvariantCulture, $"{size}, expected {_needed.Height} x {_needed.Width}") : null;
    }

    /// <summary>The luma of ITU-R BT.601 in 8-bit fixed point; of a grey pixel its own level.</summary>
    private static byte Luma(ReadOnlySpan<byte> color) =>
        (byte)(((77 * color[0]) + (150 * color[1]) + (29 * color[2]) + 128) >> 8);
}
