using System.Buffers.Binary;

namespace Fleet.Models.Data.Pictures;

/// <summary>The tables of a JPEG as they stand before a scan.</summary>
internal sealed class JpegTables
{
    private const int Values = 64;
    private readonly ushort[]?[] _quantization = new ushort[]?[4];
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _ac = new JpegHuffman?[4];

    /// <summary>Units between two restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>A quantisation table in the order of the block.</summary>
    public ushort[] Quantization(int number) => _quantization[number] ?? throw new PictureException("a JPEG that lacks a quantisation table");

    /// <summary>A Huffman table of DC coefficients.</summary>
    public JpegHuffman Dc(int number) => _dc[number] ?? throw Lacking();

    /// <summary>A Huffman table of AC coefficients.</summary>
    public JpegHuffman Ac(int number) => _ac[number] ?? throw Lacking();

    /// <summary>Takes the tables of a segment, if it holds any.</summary>
    /// <exception cref="PictureException">They are wrong.</exception>
    public void Take(JpegSegment segment)
    {
        ReadOnlySpan<byte> body = segment.Body.Span;
        switch (segment.Marker)
        {
            case JpegSegments.QuantizationTables:
                TakeQuantization(body);
                break;
            case JpegSegments.HuffmanTables:
                while (body.Length > 0)
                {
                    (int kind, int number) = (body[0] >> 4, body[0] & 15);
                    JpegHuffman?[] tables = kind == 0 ? _dc : kind == 1 ? _ac : throw Wrong();
                    body = body[1..];
                    JpegHuffman table = JpegHuffman.Read(ref body);
                    tables[number < tables.Length ? number : throw Wrong()] = table;
                }

                break;
            case JpegSegments.RestartInterval:
                RestartInterval = body.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : throw Wrong();
                break;
            default:
                break;
        }
    }

    private void TakeQuantization(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            (bool isWide, int number) = (body[0] >> 4 == 1, body[0] & 15);
            int size = isWide ? 2 : 1;
            if (body[0] >> 4 > 1 || number >= _quantization.Length || body.Length < 1 + (Values * size))
            {
                throw Wrong();
            }

            var table = new ushort[Values];
            for (int k = 0; k < Values; k++)
            {
                table[JpegTransform.ZigZag[k]] = isWide ? BinaryPrimitives.ReadUInt16BigEndian(body[(1 + (2 * k))..]) : body[1 + k];
            }

            _quantization[number] = table;
            body = body[(1 + (Values * size))..];
        }
    }

    private static PictureException Wrong() => new("a JPEG with wrong tables");

    private static PictureException Lacking() => new("a JPEG that lacks a Huffman table");
}
