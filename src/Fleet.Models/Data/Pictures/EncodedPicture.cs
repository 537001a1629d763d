namespace Fleet.Models.Data.Pictures;

/// <summary>
/// The file of a picture whose structure is checked and whose size is known, and whose pixels are not decoded yet. The library
/// that decodes it fills up what is missing and has no limits of its own, so the file is checked first
/// (docs/decisions/0017-pictures-by-skia.md).
/// </summary>
internal sealed class EncodedPicture
{
    private readonly byte[] _file;

    private EncodedPicture(byte[] file, (int Height, int Width) size) => (_file, Height, Width) = (file, size.Height, size.Width);

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Checks the structure of a JPEG or PNG file, whose format is recognised by its content.</summary>
    /// <exception cref="PictureException">It is neither, or not whole.</exception>
    public static EncodedPicture Open(byte[] file) => new(
        file,
        file.AsSpan().StartsWith(JpegSegments.Start) ? JpegStream.Check(file)
        : file.AsSpan().StartsWith(PngStream.Signature) ? PngStream.Check(file)
        : throw new PictureException(file.Length == 0 ? "an empty file" : $"{file.Length} bytes that are neither a JPEG nor a PNG file{Known(file)}"));

    /// <summary>Decodes the pixels, in one piece.</summary>
    /// <param name="cancellation">Stops before it begins.</param>
    /// <exception cref="PictureException">The data are not those of a whole picture.</exception>
    public RgbPicture Decode(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new RgbPicture(Height, Width, SkiaPixels.Decode(_file, Height, Width));
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
