using System.Globalization;
using System.Runtime.InteropServices;
using Fleet.Models.Tensors;
using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>A picture that was sent and what an attack made of it.</summary>
/// <param name="Original">Channels x height x width values in [0, 1].</param>
/// <param name="Reconstruction">The same layout.</param>
/// <param name="PsnrDb">PSNR in dB.</param>
/// <param name="Ssim">SSIM.</param>
public sealed record PicturePair(float[] Original, float[] Reconstruction, double PsnrDb, double Ssim);

/// <summary>
/// Draws rows of originals with their reconstructions below them, each with its PSNR and SSIM, as PNG. The same pairs give the
/// same bytes: no time stamp, no installed font.
/// </summary>
public static class ContactSheet
{
    /// <summary>The most pairs on one sheet.</summary>
    public const int MaxPairs = 64;

    private const int MostInRow = 8;
    private const int MostInRowWidth = 1080;
    private const int MinPictureSize = 112;
    private const int Margin = 20;
    private const int Gap = 16;
    private const int InnerGap = 6;
    private const int LabelLine = 18;
    private const int LabelHeight = (2 * LabelLine) + 8;
    private const int MinSheetWidth = 520;
    private const float TitleSize = 17;
    private const float LabelSize = 14;
    private const int TitleLine = 24;

    private static readonly SKColor Ink = new(0x1c, 0x22, 0x2b);
    private static readonly SKColor Quiet = new(0x5a, 0x64, 0x72);
    private static readonly SKColor Frame = new(0xc8, 0xce, 0xd6);

    /// <summary>Draws a sheet.</summary>
    /// <param name="title">What it shows; broken into lines where it is too long.</param>
    /// <param name="pairs">1 to <see cref="MaxPairs"/> pairs.</param>
    /// <param name="picture">The shape of each picture; 1 channel is grey, 3 channels are red, green and blue.</param>
    public static ContactSheetImage Render(string title, IReadOnlyList<PicturePair> pairs, TensorShape picture)
    {
        if (pairs.Count is < 1 or > MaxPairs) throw new ArgumentException($"A sheet has 1 to {MaxPairs} pairs, not {pairs.Count}.", nameof(pairs));
        if (picture.Channels is not (1 or 3)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A picture has 1 or 3 channels, not {picture.Channels}."), nameof(picture));

        int scale = Math.Max(1, (MinPictureSize + picture.Height - 1) / picture.Height);
        int width = picture.Width * scale;
        int height = picture.Height * scale;
        int columns = Math.Min(pairs.Count, Math.Clamp(MostInRowWidth / (width + Gap), 1, MostInRow));
        int rows = (pairs.Count + columns - 1) / columns;
        int cellHeight = (2 * height) + InnerGap + LabelHeight + Gap;
        int sheetWidth = Math.Max(MinSheetWidth, (2 * Margin) + (columns * (width + Gap)) - Gap);
        IReadOnlyList<string> lines = FigureFont.Wrap(title, TitleSize, sheetWidth - (2 * Margin));
        int top = Margin + (lines.Count * TitleLine) + TitleLine;
        int sheetHeight = top + (rows * cellHeight) - Gap + Margin - 8;

        using SKSurface surface = SKSurface.Create(new SKImageInfo(sheetWidth, sheetHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        for (int i = 0; i < lines.Count; i++)
        {
            FigureFont.Draw(canvas, lines[i], new SKPoint(Margin, Margin + 14 + (i * TitleLine)), TitleSize, Ink);
        }

        FigureFont.Draw(
            canvas, "above: original, below: reconstruction", new SKPoint(Margin, Margin + 12 + (lines.Count * TitleLine)), LabelSize, Quiet);
        for (int i = 0; i < pairs.Count; i++)
        {
            int x = Margin + (i % columns * (width + Gap));
            int y = top + (i / columns * cellHeight);
            int below = y + height + InnerGap;
            DrawPicture(canvas, pairs[i].Original, picture, SKRect.Create(x, y, width, height));
            DrawPicture(canvas, pairs[i].Reconstruction, picture, SKRect.Create(x, below, width, height));
            SKPoint label = new(x + (width / 2f), below + height + LabelLine);
            FigureFont.Draw(canvas, string.Create(CultureInfo.InvariantCulture, $"{pairs[i].PsnrDb:0.0} {FigureQuantity.Psnr.Unit}"), label, LabelSize, Ink, SKTextAlign.Center);
            label.Offset(0, LabelLine);
            FigureFont.Draw(canvas, string.Create(CultureInfo.InvariantCulture, $"{FigureQuantity.Ssim.Name} {pairs[i].Ssim:0.00}"), label, LabelSize, Ink, SKTextAlign.Center);
        }

        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return new ContactSheetImage(png.ToArray(), sheetWidth, sheetHeight);
    }

    private static void DrawPicture(SKCanvas canvas, float[] values, TensorShape shape, SKRect place)
    {
        using SKBitmap bitmap = new(new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        byte[] pixels = Pixels(values, shape);
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKImage image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
        using SKPaint frame = new() { Color = Frame, IsStroke = true, StrokeWidth = 1 };
        canvas.DrawRect(SKRect.Create(place.Left - 0.5f, place.Top - 0.5f, place.Width + 1, place.Height + 1), frame);
    }

    private static byte[] Pixels(float[] values, TensorShape shape)
    {
        if (values.Length != shape.Elements) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A picture of {shape} has {shape.Elements} values, not {values.Length}."), nameof(values));
        int area = shape.Height * shape.Width;
        byte[] pixels = new byte[area * 4];
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int source = shape.Channels == 1 ? i : (channel * area) + i;
                pixels[(4 * i) + channel] = ToByte(values[source]);
            }

            pixels[(4 * i) + 3] = byte.MaxValue;
        }

        return pixels;
    }

    /// <summary>Not a number, which a diverged attack may leave, is drawn black.</summary>
    private static byte ToByte(float value) => (byte)MathF.Round(255 * Math.Clamp(float.IsNaN(value) ? 0 : value, 0, 1));
}

/// <summary>A drawn sheet.</summary>
/// <param name="Png">The file.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
public sealed record ContactSheetImage(byte[] Png, int Width, int Height);
