namespace Fleet.Models.Data.Pictures;

/// <summary>A decoded picture.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Row by row, three bytes a pixel: red, green, blue.</param>
internal sealed record RgbPicture(int Height, int Width, byte[] Pixels)
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 3;
}
