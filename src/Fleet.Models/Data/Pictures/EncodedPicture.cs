using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>
/// The file of a picture whose structure and size are known, and whose pixels are not decoded yet. Decoding is this program's
/// own, in whole numbers: the same pixels on every machine, in memory and time that the file's length and size bound.
/// </summary>
internal abstract class EncodedPicture(int height, int width)
{
    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>Reads the structure of a JPEG or PNG file, which is told from its content.</summary>
    /// <exception cref="PictureException">It is neither, or not whole.</exception>
    public static EncodedPicture Open(byte[] file)
    {
        return file.AsSpan().StartsWith(JpegSegments.Start) ? JpegPicture.Open(file)
            : file.AsSpan().StartsWith(PngPicture.Signature) ? PngPicture.Open(file)
            : throw new PictureException(file.Length == 0 ? "an empty file" : $"{file.Length} bytes that are neither a JPEG nor a PNG file{Known(file)}");
    }

    /// <summary>Decodes the pixels.</summary>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <exception cref="PictureException">The data are not those of a whole picture.</exception>
    public abstract RgbPicture Decode(CancellationToken cancellation);

    /// <summary>Refuses what has no pixels or too many.</summary>
    protected static void CheckSize(long height, long width)
    {
        if (height < 1 || width < 1)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a picture of {height} x {width} pixels"));
        }

        if (height * width > PictureLimits.Pixels)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a picture of {height} x {width} pixels, more than the {PictureLimits.Pixels} that are read"));
        }
    }

    /// <summary>The name of another form of picture.</summary>
    private static string Known(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8) ? " (a GIF)"
        : file.StartsWith("BM"u8) ? " (a BMP)"
        : file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("WEBP"u8) ? " (a WebP)"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? " (a TIFF)"
        : file.Length > 12 && file[4..].StartsWith("ftyp"u8) ? " (an HEIC or AVIF)"
        : file.StartsWith("version https://git-lfs"u8) ? " (a pointer of Git LFS: fetch the files with git lfs pull)"
        : "";
}
