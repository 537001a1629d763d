namespace Fleet.Models.Data.Pictures;

/// <summary>Brings the components of a JPEG to the picture's size and to red, green and blue, as stb_image does.</summary>
internal sealed class JpegColors(JpegFrame frame, bool isJfif, int? adobe)
{
    private readonly int _width = frame.Width;

    private bool IsRgb => frame.Components.Count == 3
        && (frame.Components.Select(component => component.Id).SequenceEqual("RGB"u8.ToArray()) || (adobe == 0 && !isJfif));

    /// <summary>The pixels, row by row, three bytes each.</summary>
    public byte[] ToRgb(CancellationToken cancellation)
    {
        var pixels = new byte[frame.Height * _width * RgbPicture.Channels];
        JpegRows[] rows = [.. frame.Components.Select(component => new JpegRows(frame, component))];
        for (int y = 0; y < frame.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (JpegRows component in rows)
            {
                component.MoveNext();
            }

            Fill(rows, pixels.AsSpan(y * _width * RgbPicture.Channels, _width * RgbPicture.Channels));
        }

        return pixels;
    }

    private void Fill(JpegRows[] rows, Span<byte> pixels)
    {
        bool isRgb = IsRgb;
        for (int x = 0; x < _width; x++)
        {
            Span<byte> pixel = pixels.Slice(x * RgbPicture.Channels, RgbPicture.Channels);
            if (rows.Length == 1)
            {
                pixel.Fill(rows[0].Current[x]);
            }
            else if (isRgb || (rows.Length == 4 && adobe == 0))
            {
                (pixel[0], pixel[1], pixel[2]) = (rows[0].Current[x], rows[1].Current[x], rows[2].Current[x]);
            }
            else
            {
                Convert(rows[0].Current[x], rows[1].Current[x] - 128, rows[2].Current[x] - 128, pixel);
            }

            if (rows.Length == 4 && adobe is 0 or 2)
            {
                Print(rows[3].Current[x], pixel);
            }
        }
    }

    /// <summary>Luma and two differences of colour to colours, in fixed point.</summary>
    private static void Convert(int luma, int blue, int red, Span<byte> pixel)
    {
        int level = (luma << 20) + (1 << 19);
        pixel[0] = Clamp(level + (red * Fixed(1.40200f)));
        pixel[1] = Clamp(level + (red * -Fixed(0.71414f)) + (int)((blue * -Fixed(0.34414f)) & 0xFFFF0000));
        pixel[2] = Clamp(level + (blue * Fixed(1.77200f)));
    }

    /// <summary>Adobe stores printing colours inverted: a colour times black.</summary>
    private void Print(int black, Span<byte> pixel)
    {
        for (int i = 0; i < pixel.Length; i++)
        {
            int product = ((adobe == 2 ? 255 - pixel[i] : pixel[i]) * black) + 128;
            pixel[i] = (byte)((product + (product >> 8)) >> 8);
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value >> 20, 0, 255);

    private static int Fixed(float value) => (int)((value * 4096f) + 0.5f) << 8;
}
