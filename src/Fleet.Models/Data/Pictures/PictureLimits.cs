using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>
/// Limits on a user's own pictures. A picture beyond them is refused before memory is allocated for it. A picture is decoded in
/// one piece, so the limits are also what bounds the time until an interruption is heard.
/// </summary>
internal static class PictureLimits
{
    /// <summary>The longest file of a picture, in bytes.</summary>
    public const int FileBytes = 64 << 20;

    /// <summary>The most pixels of a picture.</summary>
    public const long Pixels = 1 << 26;

    /// <summary>The most scans of a JPEG; the library reads no more.</summary>
    public const int JpegScans = 99;

    /// <summary>The most pixels of a JPEG times its scans: each scan goes over the whole picture, however few bytes it has.</summary>
    public const long JpegWork = 10 * Pixels;

    /// <summary>The most entries of a zip.</summary>
    public const int ZipEntries = 4_000_000;

    /// <summary>A deflated stream is at most so many times longer when it is inflated.</summary>
    public const long InflationRatio = 1032;

    /// <summary>Refuses what has no pixels or too many.</summary>
    /// <exception cref="PictureException">It has.</exception>
    public static void CheckSize(long height, long width)
    {
        if (height < 1 || width < 1)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a picture of {height} x {width} pixels"));
        }

        if (height * width > Pixels)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a picture of {height} x {width} pixels, more than the {Pixels} that are read"));
        }
    }
}
