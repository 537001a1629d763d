namespace Fleet.Models.Data.Pictures;

/// <summary>How a PNG stores its pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Depth">Bits of a sample.</param>
/// <param name="ColorType">0 grey, 2 colour, 3 palette, 4 grey with transparency, 6 colour with transparency.</param>
internal sealed record PngForm(int Height, int Width, int Depth, int ColorType)
{
    /// <summary>Whether samples are positions in the palette.</summary>
    public bool UsesPalette => ColorType == 3;

    /// <summary>Whether the format allows this depth with this type.</summary>
    public bool IsDefined => ColorType switch
    {
        0 => Depth is 1 or 2 or 4 or 8 or 16,
        3 => Depth is 1 or 2 or 4 or 8,
        2 or 4 or 6 => Depth is 8 or 16,
        _ => false,
    };

    /// <summary>Fewer packed bytes cannot hold the pixels.</summary>
    public long PackedBytesAtLeast => (long)Height * Width * Samples * Depth / 8 / PictureLimits.InflationRatio;

    private int Samples => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
}
