namespace Fleet.Models.Data.Pictures;

/// <summary>What is read of a user's own pictures. Whatever lies beyond is refused before memory is taken for it.</summary>
internal static class PictureLimits
{
    /// <summary>The longest file of a picture, in bytes.</summary>
    public const int FileBytes = 64 << 20;

    /// <summary>The most pixels of a picture.</summary>
    public const long Pixels = 1 << 26;

    /// <summary>The most scans of a JPEG: each goes over the whole picture.</summary>
    public const int JpegScans = 100;

    /// <summary>The most entries of a zip.</summary>
    public const int ZipEntries = 4_000_000;

    /// <summary>A deflated stream is at most so many times longer when it is inflated.</summary>
    public const long InflationRatio = 1032;
}
