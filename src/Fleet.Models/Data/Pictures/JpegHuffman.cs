namespace Fleet.Models.Data.Pictures;

/// <summary>A Huffman table of a JPEG.</summary>
internal sealed class JpegHuffman
{
    /// <summary>Bits of the longest code.</summary>
    public const int LongestCode = 16;

    private const int QuickBits = 9;

    /// <summary>For every 9 bits that may come next: 256 times the length of the code that they begin with, plus its symbol; 0 for none.</summary>
    private readonly ushort[] _quick = new ushort[1 << QuickBits];

    /// <summary>Behind the last code of each length.</summary>
    private readonly int[] _end = new int[LongestCode + 1];

    /// <summary>The position among the symbols of each length's code 0, were there one.</summary>
    private readonly int[] _offset = new int[LongestCode + 1];

    private byte[] _symbols = [];

    private JpegHuffman()
    {
    }

    /// <summary>Reads a table and leaves what follows it.</summary>
    /// <exception cref="PictureException">It is none.</exception>
    public static JpegHuffman Read(ref ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> counts = body.Length >= LongestCode ? body[..LongestCode] : throw Wrong();
        int symbols = 0;
        foreach (byte count in counts)
        {
            symbols += count;
        }

        ReadOnlySpan<byte> values = symbols <= 256 && body.Length >= LongestCode + symbols ? body.Slice(LongestCode, symbols) : throw Wrong();
        body = body[(LongestCode + symbols)..];
        var table = new JpegHuffman { _symbols = values.ToArray() };
        int code = 0;
        int taken = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            table._offset[length] = taken - code;
            for (int i = 0; i < counts[length - 1]; i++)
            {
                if (length <= QuickBits && code < 1 << length)
                {
                    int span = 1 << (QuickBits - length);
                    table._quick.AsSpan(code * span, span).Fill((ushort)((length << 8) | values[taken]));
                }

                code++;
                taken++;
            }

            table._end[length] = code <= 1 << length ? code : throw Wrong();
            code <<= 1;
        }

        return table;
    }

    /// <summary>The symbol that the next 16 bits begin with.</summary>
    public int Find(int bits, out int length)
    {
        ushort found = _quick[bits >> (LongestCode - QuickBits)];
        if (found != 0)
        {
            length = found >> 8;
            return found & 0xFF;
        }

        for (length = QuickBits + 1; length <= LongestCode; length++)
        {
            int code = bits >> (LongestCode - length);
            if (code < _end[length])
            {
                return _symbols[_offset[length] + code];
            }
        }

        throw new PictureException("a JPEG whose image data hold a code that its tables lack");
    }

    private static PictureException Wrong() => new("a JPEG with a wrong Huffman table");
}
