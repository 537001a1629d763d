using System.Globalization;

namespace Fleet.Models.Data;

/// <summary>The size of a picture, written as in a network's input: height, then width.</summary>
/// <param name="Height">Rows, 1 to <see cref="Most"/>.</param>
/// <param name="Width">Columns, 1 to <see cref="Most"/>.</param>
public readonly record struct PictureSize(int Height, int Width)
{
    /// <summary>The greatest height and width.</summary>
    public const int Most = 8192;

    /// <summary>Reads HEIGHTxWIDTH, such as 28x28.</summary>
    public static bool TryParse(string text, out PictureSize size)
    {
        string[] parts = text.Split('x', 'X');
        bool valid = parts.Length == 2 & TryRead(parts[0], out int height) & TryRead(parts[^1], out int width);
        size = valid ? new PictureSize(height, width) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");

    private static bool TryRead(string text, out int length) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length is >= 1 and <= Most;
}
