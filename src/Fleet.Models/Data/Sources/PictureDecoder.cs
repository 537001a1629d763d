using System.Globalization;
using Fleet.Models.Networks;
using StbImageSharp;

namespace Fleet.Models.Data.Sources;

/// <summary>Turns JPEG and PNG files into pixels, in managed code only: the same bytes on every machine.</summary>
internal static class PictureDecoder
{
    private const int ColorChannels = 3;

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8];

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>The decoder and its version: part of the key of decoded pictures.</summary>
    public static string Version { get; } = $"{typeof(ImageResult).Assembly.GetName().Name} {typeof(ImageResult).Assembly.GetName().Version}";

    /// <summary>Decodes one picture.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The file's path, for messages.</param>
    /// <param name="shape">The shape that the picture must have: 3 channels of colour, or 1 of grey.</param>
    /// <param name="pixels">Receives channels x height x width.</param>
    /// <exception cref="DataDamagedException">It is no such picture.</exception>
    public static void Decode(byte[] file, string name, TensorShape shape, Span<byte> pixels)
    {
        if (!IsWhole(file))
        {
            throw new DataDamagedException(name, $"{file.Length} bytes that are no whole picture", "a JPEG or PNG file");
        }

        ImageResult picture = Read(file, name);
        if (picture.Width != shape.Width || picture.Height != shape.Height)
        {
            throw new DataDamagedException(name, string.Create(CultureInfo.InvariantCulture, $"{picture.Width} x {picture.Height} pixels"), string.Create(CultureInfo.InvariantCulture, $"{shape.Width} x {shape.Height}"));
        }

        int plane = shape.Height * shape.Width;
        for (int i = 0; i < plane; i++)
        {
            ReadOnlySpan<byte> color = picture.Data.AsSpan(i * ColorChannels, ColorChannels);
            if (shape.Channels == ColorChannels)
            {
                (pixels[i], pixels[plane + i], pixels[(2 * plane) + i]) = (color[0], color[1], color[2]);
            }
            else
            {
                pixels[i] = Luma(color);
            }
        }
    }

    /// <summary>The luma of ITU-R BT.601 in 8-bit fixed point; of a grey pixel its own level.</summary>
    private static byte Luma(ReadOnlySpan<byte> color) =>
        (byte)(((77 * color[0]) + (150 * color[1]) + (29 * color[2]) + 128) >> 8);

    private static ImageResult Read(byte[] file, string name)
    {
        try
        {
            return ImageResult.FromMemory(file, ColorComponents.RedGreenBlue);
        }
        catch (Exception error) when (error is InvalidOperationException or IndexOutOfRangeException or ArgumentException or OverflowException or NullReferenceException)
        {
            // The decoder tells damage in all of these ways.
            throw new DataDamagedException(name, $"a picture that cannot be decoded ({error.Message})", "a JPEG or PNG file", error);
        }
    }

    /// <summary>Whether the file begins and ends as its format says; the decoder makes up what a torn file lacks.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> startOfScan = [0xFF, 0xDA];
        ReadOnlySpan<byte> endOfImage = [0xFF, 0xD9];
        return file.StartsWith(JpegStart) ? file.LastIndexOf(endOfImage) > file.LastIndexOf(startOfScan)
            : file.StartsWith(PngStart) && file.LastIndexOf("IEND"u8) > 0;
    }
}
