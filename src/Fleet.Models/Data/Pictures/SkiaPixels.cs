using SkiaSharp;

namespace Fleet.Models.Data.Pictures;

/// <summary>
/// Decodes files whose structure is checked, by Skia. Levels are those of the file: no colour profile is applied, nothing is
/// rotated, and transparency is left out. Samples of 16 bits give their upper 8.
/// </summary>
internal static class SkiaPixels
{
    private const int BytesOfPixel = 4;

    /// <summary>The pixels, row by row, three bytes each.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <exception cref="PictureException">The library cannot decode all of it.</exception>
    public static byte[] Decode(byte[] file, int height, int width)
    {
        using var stream = new SKMemoryStream(file);
        using SKCodec? codec = SKCodec.Create(stream, out SKCodecResult opened);
        if (codec is null)
        {
            throw new PictureException(Reason(opened));
        }

        // Without a colour space nothing is converted. Colours that are multiplied by their transparency would be lost.
        var form = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
        if (codec.Info.Size != form.Size)
        {
            throw new PictureException("a picture whose size is not the one in its header");
        }

        byte[] pixels = new byte[form.BytesSize];
        SKCodecResult result = codec.GetPixels(form, pixels);
        return result == SKCodecResult.Success ? WithoutTransparency(pixels) : throw new PictureException(Reason(result));
    }

    private static byte[] WithoutTransparency(byte[] pixels)
    {
        byte[] colors = new byte[pixels.Length / BytesOfPixel * RgbPicture.Channels];
        for ((int from, int to) = (0, 0); to < colors.Length; from += BytesOfPixel, to += RgbPicture.Channels)
        {
            (colors[to], colors[to + 1], colors[to + 2]) = (pixels[from], pixels[from + 1], pixels[from + 2]);
        }

        return colors;
    }

    /// <summary>What the library says, in words.</summary>
    private static string Reason(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "a picture whose image data are damaged or end too early",
        SKCodecResult.ErrorInInput => "a picture with damaged image data",
        _ => "a picture that cannot be decoded: its headers or tables are wrong, or of a kind that is not read",
    };
}
