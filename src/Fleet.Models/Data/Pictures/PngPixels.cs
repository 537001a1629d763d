using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Fleet.Models.Data.Pictures;

/// <summary>Inflates, unfilters and spreads the pixels of a PNG, row by row.</summary>
internal sealed class PngPixels(PngForm form, byte[] palette)
{
    private readonly byte[] _pixels = new byte[form.Height * form.Width * RgbPicture.Channels];

    /// <summary>The pixels, three bytes each. Samples of 16 bits give their upper 8; transparency is left out.</summary>
    /// <exception cref="PictureException">The data are damaged, or too few or too many.</exception>
    public byte[] Unpack(byte[] packed, CancellationToken cancellation)
    {
        using var inflated = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        var sum = new Adler32();
        foreach (PngPass pass in form.Passes)
        {
            byte[] above = new byte[form.RowBytes(pass)];
            byte[] row = new byte[1 + above.Length];
            for (int y = 0; y < pass.Rows(form.Height); y++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Read(inflated, row) < row.Length)
                {
                    throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a PNG whose pixel data (IDAT) end before its {form.Height} x {form.Width} pixels"));
                }

                sum.Add(row);
                Unfilter(row[0], row.AsSpan(1), above);
                Spread(row.AsSpan(1), pass, pass.Row + (y * pass.RowStep));
                row.AsSpan(1).CopyTo(above);
            }
        }

        if (Read(inflated, new byte[1]) > 0)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a PNG with more pixel data (IDAT) than its {form.Height} x {form.Width} pixels need"));
        }

        return packed.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(packed.AsSpan(packed.Length - 4)) == sum.Value
            ? _pixels
            : throw new PictureException("a PNG whose pixel data do not have the checksum that they state");
    }

    private static int Read(ZLibStream inflated, byte[] row)
    {
        try
        {
            return inflated.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new PictureException("a PNG whose pixel data (IDAT) are not compressed as they should be");
        }
    }

    private void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above)
    {
        int distance = form.FilterDistance;
        for (int i = 0; i < row.Length && filter != 0; i++)
        {
            int left = i < distance ? 0 : row[i - distance];
            row[i] += filter switch
            {
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => Paeth(left, above[i], i < distance ? 0 : above[i - distance]),
                _ => throw new PictureException($"a PNG row with the filter {filter}, which there is not"),
            };
        }
    }

    private static byte Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner;
        (int toLeft, int toAbove, int toCorner) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }

    private void Spread(ReadOnlySpan<byte> row, PngPass pass, int y)
    {
        int columns = pass.Columns(form.Width);
        bool isColor = form.Samples >= 3;
        for (int i = 0; i < columns; i++)
        {
            Span<byte> pixel = _pixels.AsSpan(((y * form.Width) + pass.Column + (i * pass.ColumnStep)) * RgbPicture.Channels, RgbPicture.Channels);
            int first = i * form.Samples;
            if (form.UsesPalette)
            {
                int color = 3 * Sample(row, first);
                (color < palette.Length ? palette.AsSpan(color, 3) : throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a PNG pixel of the colour {color / 3}, which its palette of {palette.Length / 3} lacks"))).CopyTo(pixel);
            }
            else if (isColor)
            {
                (pixel[0], pixel[1], pixel[2]) = (Level(row, first), Level(row, first + 1), Level(row, first + 2));
            }
            else
            {
                pixel.Fill(Level(row, first));
            }
        }
    }

    /// <summary>A sample of at most 8 bits as it is.</summary>
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int bit = index * form.Depth;
        return (row[bit / 8] >> (8 - form.Depth - (bit % 8))) & ((1 << form.Depth) - 1);
    }

    /// <summary>A sample as a level from 0 to 255.</summary>
    private byte Level(ReadOnlySpan<byte> row, int index) => form.Depth switch
    {
        16 => row[2 * index],
        8 => row[index],
        _ => (byte)(Sample(row, index) * (255 / ((1 << form.Depth) - 1))),
    };

    /// <summary>The checksum of a zlib stream (RFC 1950).</summary>
    private struct Adler32()
    {
        private const uint Modulus = 65_521;
        private const int MostBetweenDivisions = 5_552;
        private uint _a = 1;
        private uint _b;

        public readonly uint Value => (_b << 16) | _a;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                ReadOnlySpan<byte> some = bytes[..Math.Min(MostBetweenDivisions, bytes.Length)];
                foreach (byte value in some)
                {
                    _a += value;
                    _b += _a;
                }

                _a %= Modulus;
                _b %= Modulus;
                bytes = bytes[some.Length..];
            }
        }
    }
}
