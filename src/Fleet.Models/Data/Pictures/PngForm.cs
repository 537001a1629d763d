namespace Fleet.Models.Data.Pictures;

/// <summary>How a PNG stores its pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Depth">Bits of a sample.</param>
/// <param name="ColorType">0 grey, 2 colour, 3 palette, 4 grey with transparency, 6 colour with transparency.</param>
/// <param name="IsInterlaced">Whether the pixels come in the seven passes of Adam7.</param>
internal sealed record PngForm(int Height, int Width, int Depth, int ColorType, bool IsInterlaced)
{
    /// <summary>The passes of Adam7: first column and row, steps to the next.</summary>
    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

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

    /// <summary>Samples of a pixel.</summary>
    public int Samples => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Bytes from a byte to the one of the pixel before, at least 1: what filters compare with.</summary>
    public int FilterDistance => Math.Max(1, Samples * Depth / 8);

    /// <summary>The passes with pixels in them, in their order.</summary>
    public IEnumerable<PngPass> Passes => (IsInterlaced ? Adam7 : [new PngPass(0, 0, 1, 1)]).Where(pass => pass.Rows(Height) > 0 && pass.Columns(Width) > 0);

    /// <summary>Fewer packed bytes cannot hold the pixels.</summary>
    public long PackedBytesAtLeast => Passes.Sum(pass => pass.Rows(Height) * (1L + RowBytes(pass))) / PictureLimits.InflationRatio;

    /// <summary>Bytes of a row of a pass, without that of the filter.</summary>
    public int RowBytes(PngPass pass) => (int)((((long)pass.Columns(Width) * Samples * Depth) + 7) / 8);
}

/// <summary>One pass over a PNG's pixels.</summary>
/// <param name="Column">The first column.</param>
/// <param name="Row">The first row.</param>
/// <param name="ColumnStep">From one column to the next.</param>
/// <param name="RowStep">From one row to the next.</param>
internal readonly record struct PngPass(int Column, int Row, int ColumnStep, int RowStep)
{
    /// <summary>The columns of this pass in a picture of that width.</summary>
    public int Columns(int width) => (width - Column + ColumnStep - 1) / ColumnStep;

    /// <summary>The rows of this pass in a picture of that height.</summary>
    public int Rows(int height) => (height - Row + RowStep - 1) / RowStep;
}
