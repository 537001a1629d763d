namespace Fleet.Models.Data.Pictures;

/// <summary>One component of a JPEG: its blocks, and the plane that they become.</summary>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int table)
{
    private const int BlockSide = 8;
    private const sbyte NotSeen = -1;

    /// <summary>Bits below which each coefficient is not yet known, in zigzag order.</summary>
    private readonly sbyte[] _missingBits = [.. Enumerable.Repeat(NotSeen, BlockSide * BlockSide)];

    /// <summary>Its number in the file.</summary>
    public byte Id { get; } = id;

    /// <summary>The sampling factors: samples for each of the greatest factors.</summary>
    public (int Horizontal, int Vertical) Factors { get; } = (horizontal, vertical);

    /// <summary>The number of its quantisation table.</summary>
    public int Table { get; } = table;

    /// <summary>Columns and rows of blocks that hold samples of the picture.</summary>
    public (int Columns, int Rows) Blocks { get; private set; }

    /// <summary>Rows of samples that hold the picture.</summary>
    public int Rows { get; private set; }

    /// <summary>Columns of samples with those that fill up the last interleaved unit.</summary>
    public int Stride { get; private set; }

    /// <summary>The samples.</summary>
    public byte[] Plane { get; private set; } = [];

    /// <summary>The coefficients of a progressive JPEG, 64 a block.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>The DC coefficient of the block before.</summary>
    public int Predictor { get; set; }

    /// <summary>Whether the component was in a scan.</summary>
    public bool IsSeen => _missingBits[0] != NotSeen;

    /// <summary>Takes memory, now that the size is known.</summary>
    public void Allocate(JpegFrame frame)
    {
        int columns = ((frame.Width * Factors.Horizontal) + frame.Most.Horizontal - 1) / frame.Most.Horizontal;
        Rows = ((frame.Height * Factors.Vertical) + frame.Most.Vertical - 1) / frame.Most.Vertical;
        Blocks = ((columns + BlockSide - 1) / BlockSide, (Rows + BlockSide - 1) / BlockSide);
        Stride = frame.Units.Columns * Factors.Horizontal * BlockSide;
        int samples = Stride * frame.Units.Rows * Factors.Vertical * BlockSide;
        Plane = new byte[samples];
        Coefficients = frame.IsProgressive ? new short[samples] : [];
    }

    /// <summary>Notes that a scan brings coefficients, and refuses one that does not go on from those before.</summary>
    public void Note(JpegScanHeader scan)
    {
        for (int k = scan.First; k <= scan.Last; k++)
        {
            bool goesOn = scan.IsRefinement ? _missingBits[k] == scan.High : _missingBits[k] == NotSeen;
            if (!goesOn || !(scan.First == 0 || IsSeen))
            {
                throw new PictureException("a JPEG whose scans do not go on from each other");
            }

            _missingBits[k] = (sbyte)scan.Low;
        }
    }

    /// <summary>The coefficients of a block of a progressive JPEG.</summary>
    public Span<short> BlockAt(int column, int row) =>
        Coefficients.AsSpan(((row * (Stride / BlockSide)) + column) * BlockSide * BlockSide, BlockSide * BlockSide);

    /// <summary>The samples of a block, to the end of the plane; a row has <see cref="Stride"/>.</summary>
    public Span<byte> SamplesAt(int column, int row) => Plane.AsSpan((row * BlockSide * Stride) + (column * BlockSide));
}
