using System.Buffers.Binary;
using System.Numerics;

namespace Fleet.Models.Tests.Support;

/// <summary>
/// Writes JPEG files of pseudo-random coefficients, sequential or progressive, with any sampling, for tests that compare
/// decoders. Its Huffman tables give every symbol 8 bits. Levels stay near the range of 8 bits: beyond twice that range decoders
/// differ in what they cut off.
/// </summary>
public sealed class SmallJpeg
{
    private const int BlockSize = 64;
    private readonly Random _random;
    private readonly List<byte> _file = [];
    private readonly List<byte> _data = [];
    private readonly List<Component> _components = [];
    private ulong _bits;
    private int _bitCount;
    private int _run;
    private List<int> _pending = [];

    private SmallJpeg(Random random) => _random = random;

    /// <summary>Rows.</summary>
    public int Height { get; private init; }

    /// <summary>Columns.</summary>
    public int Width { get; private init; }

    /// <summary>Sampling factors of each component: across, down.</summary>
    public IReadOnlyList<(int Across, int Down)> Factors { get; private init; } = [];

    /// <summary>Whether the coefficients come in scans that refine them.</summary>
    public bool IsProgressive { get; private init; }

    /// <summary>Units between restart markers; 0 for none.</summary>
    public int Restart { get; private init; }

    /// <summary>Adobe's colour transform; null for no such segment.</summary>
    public int? Adobe { get; private init; }

    /// <summary>Whether the components are named R, G and B.</summary>
    public bool IsRgb { get; private init; }

    private (int Across, int Down) Most => (Factors.Max(one => one.Across), Factors.Max(one => one.Down));

    /// <summary>A file with these properties.</summary>
    public static byte[] Encode(
        Random random, int height, int width, IReadOnlyList<(int Across, int Down)> factors, bool progressive = false, int restart = 0, int? adobe = null, bool rgb = false) =>
        new SmallJpeg(random) { Height = height, Width = width, Factors = factors, IsProgressive = progressive, Restart = restart, Adobe = adobe, IsRgb = rgb }.Write();

    /// <summary>A file of any kind that is read.</summary>
    public static byte[] Any(Random random)
    {
        (int, int)[][] samplings =
        [
            [(1, 1)], [(2, 2)], [(1, 1), (1, 1), (1, 1)], [(2, 2), (1, 1), (1, 1)], [(2, 1), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)],
            [(4, 1), (1, 1), (1, 1)], [(4, 2), (1, 1), (1, 1)], [(2, 2), (2, 1), (1, 2)], [(1, 1), (1, 1), (1, 1), (1, 1)], [(2, 2), (1, 1), (1, 1), (2, 2)],
        ];
        (int, int)[] factors = samplings[random.Next(samplings.Length)];
        int? adobe = factors.Length == 4 ? (random.Next(2) * 2) : factors.Length == 3 && random.Next(4) == 0 ? random.Next(2) : null;
        return Encode(
            random, 1 + random.Next(40), 1 + random.Next(40), factors, random.Next(2) == 0, random.Next(3) == 0 ? 1 + random.Next(5) : 0, adobe, factors.Length == 3 && adobe is null && random.Next(6) == 0);
    }

    private byte[] Write()
    {
        _file.AddRange([0xFF, 0xD8]);
        if (Adobe is { } transform)
        {
            Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform]);
        }

        Segment(0xDB, [0, .. Enumerable.Range(0, BlockSize).Select(_ => (byte)(1 + _random.Next(4)))]);
        Segment(IsProgressive ? (byte)0xC2 : (byte)0xC0, Frame());
        Segment(0xC4, [0x00, .. Table(16)]);
        Segment(0xC4, [0x10, .. Table(255)]);
        if (Restart > 0)
        {
            Segment(0xDD, [(byte)(Restart >> 8), (byte)Restart]);
        }

        Draw();
        if (!IsProgressive)
        {
            Scan(_components, 0, BlockSize - 1, 0, 0);
        }
        else
        {
            WriteProgressive();
        }

        _file.AddRange([0xFF, 0xD9]);
        return [.. _file];
    }

    private void WriteProgressive()
    {
        Scan(_components, 0, 0, 0, 1);
        foreach (Component component in _components)
        {
            Scan([component], 1, 5, 0, 2);
            Scan([component], 6, BlockSize - 1, 0, 2);
            Scan([component], 1, BlockSize - 1, 2, 1);
        }

        Scan(_components, 0, 0, 1, 0);
        foreach (Component component in _components)
        {
            Scan([component], 1, BlockSize - 1, 1, 0);
        }
    }

    /// <summary>A Huffman table of so many symbols from 0, all with codes of 8 bits.</summary>
    private static byte[] Table(int symbols) => [0, 0, 0, 0, 0, 0, 0, (byte)symbols, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, symbols).Select(i => (byte)i)];

    private byte[] Frame() =>
    [
        8, (byte)(Height >> 8), (byte)Height, (byte)(Width >> 8), (byte)Width, (byte)Factors.Count,
        .. Factors.SelectMany((factor, i) => (byte[])[IdOf(i), (byte)((factor.Across << 4) | factor.Down), 0]),
    ];

    private byte IdOf(int component) => IsRgb ? "RGB"u8[component] : (byte)(component + 1);

    /// <summary>Coefficients of a size that a picture has: a greater one for the mean, few and small others.</summary>
    private void Draw()
    {
        int unitColumns = Divided(Width, 8 * Most.Across);
        int unitRows = Divided(Height, 8 * Most.Down);
        for (int i = 0; i < Factors.Count; i++)
        {
            (int across, int down) = Factors[i];
            var component = new Component(
                i, across, down, unitColumns * across, unitRows * down, Divided(Divided(Width * across, Most.Across), 8), Divided(Divided(Height * down, Most.Down), 8));
            foreach (short[] block in component.Blocks)
            {
                block[0] = (short)(_random.Next(161) - 80);
                for (int k = 1; k < BlockSize; k++)
                {
                    block[k] = (short)(_random.Next(4) == 0 ? _random.Next(31) - 15 : _random.Next(40) == 0 ? _random.Next(201) - 100 : 0);
                }
            }

            _components.Add(component);
        }
    }

    private void Scan(IReadOnlyList<Component> components, int first, int last, int high, int low)
    {
        Segment(0xDA, [(byte)components.Count, .. components.SelectMany(one => (byte[])[IdOf(one.Index), 0]), (byte)first, (byte)last, (byte)((high << 4) | low)]);
        Array.ForEach([.. components], component => component.Predictor = 0);
        int units = 0;
        int restarts = 0;
        foreach (IReadOnlyList<(Component Component, short[] Block)> unit in Units(components))
        {
            if (Restart > 0 && units > 0 && units % Restart == 0)
            {
                Flush();
                _file.AddRange([0xFF, (byte)(0xD0 + (restarts++ % 8))]);
                Array.ForEach([.. components], component => component.Predictor = 0);
            }

            foreach ((Component component, short[] block) in unit)
            {
                Block(component, block, first, last, high, low);
            }

            units++;
        }

        Flush();
    }

    private static IEnumerable<IReadOnlyList<(Component Component, short[] Block)>> Units(IReadOnlyList<Component> components)
    {
        if (components is [var one])
        {
            for (int i = 0; i < one.UsedColumns * one.UsedRows; i++)
            {
                yield return [(one, one.At(i % one.UsedColumns, i / one.UsedColumns))];
            }

            yield break;
        }

        int columns = components[0].Columns / components[0].Across;
        int rows = components[0].Rows / components[0].Down;
        for (int i = 0; i < columns * rows; i++)
        {
            yield return
            [
                .. components.SelectMany(component => Enumerable.Range(0, component.Across * component.Down).Select(at => (component, component.At(
                    (i % columns * component.Across) + (at % component.Across), (i / columns * component.Down) + (at / component.Across))))),
            ];
        }
    }

    private void Block(Component component, short[] block, int first, int last, int high, int low)
    {
        if (first == 0 && high > 0)
        {
            Bits((block[0] >> low) & 1, 1);
            return;
        }

        if (first == 0)
        {
            int value = block[0] >> low;
            Symbol(Signed(value - component.Predictor, out int bits), bits, value - component.Predictor);
            component.Predictor = value;
            if (last == 0)
            {
                return;
            }
        }

        if (high > 0)
        {
            Refine(block, first, last, low);
        }
        else
        {
            Band(block, Math.Max(1, first), last, low);
        }
    }

    private void Band(short[] block, int first, int last, int low)
    {
        int zeros = 0;
        for (int k = first; k <= last; k++)
        {
            int value = block[k] < 0 ? -(-block[k] >> low) : block[k] >> low;
            if (value == 0)
            {
                zeros++;
                continue;
            }

            EndRun();
            for (; zeros > 15; zeros -= 16)
            {
                Bits(0xF0, 8);
            }

            Symbol((zeros << 4) | Signed(value, out int bits), bits, value);
            zeros = 0;
        }

        if (zeros > 0 && IsProgressive)
        {
            _run++;
        }
        else if (zeros > 0)
        {
            Bits(0, 8);
        }
    }

    private void Refine(short[] block, int first, int last, int low)
    {
        int lastNew = Array.FindLastIndex(block, last, last - first + 1, value => Math.Abs((int)value) >> low == 1);
        List<int> corrections = [];
        int zeros = 0;
        for (int k = first; k <= last; k++)
        {
            int magnitude = Math.Abs((int)block[k]) >> low;
            if (magnitude == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15 && k <= lastNew; zeros -= 16)
            {
                EndRun();
                Bits(0xF0, 8);
                Correct(corrections);
            }

            if (magnitude > 1)
            {
                corrections.Add(magnitude & 1);
                continue;
            }

            EndRun();
            Bits((zeros << 4) | 1, 8);
            Bits(block[k] < 0 ? 0 : 1, 1);
            Correct(corrections);
            zeros = 0;
        }

        if (zeros > 0 || corrections.Count > 0)
        {
            _run++;
            _pending.AddRange(corrections);
        }
    }

    private void Correct(List<int> corrections)
    {
        corrections.ForEach(bit => Bits(bit, 1));
        corrections.Clear();
    }

    /// <summary>Tells how many blocks have nothing more, and their corrections.</summary>
    private void EndRun()
    {
        if (_run == 0)
        {
            return;
        }

        int size = BitOperations.Log2((uint)_run);
        Bits(size << 4, 8);
        Bits(_run & ((1 << size) - 1), size);
        _run = 0;
        List<int> pending = _pending;
        _pending = [];
        Correct(pending);
    }

    private static int Signed(int value, out int bits) => bits = value == 0 ? 0 : BitOperations.Log2((uint)Math.Abs(value)) + 1;

    private void Symbol(int symbol, int bits, int value)
    {
        Bits(symbol, 8);
        Bits(value < 0 ? value + (1 << bits) - 1 : value, bits);
    }

    private void Bits(int value, int count)
    {
        _bits = (_bits << count) | (uint)value;
        _bitCount += count;
        for (; _bitCount >= 8; _bitCount -= 8)
        {
            byte next = (byte)(_bits >> (_bitCount - 8));
            _data.Add(next);
            if (next == 0xFF)
            {
                _data.Add(0);
            }
        }
    }

    private void Flush()
    {
        EndRun();
        if (_bitCount > 0)
        {
            Bits((1 << (8 - _bitCount)) - 1, 8 - _bitCount);
        }

        _file.AddRange(_data);
        _data.Clear();
    }

    private void Segment(byte marker, byte[] body)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(body.Length + 2));
        _file.AddRange([0xFF, marker]);
        _file.AddRange(length);
        _file.AddRange(body);
    }

    private static int Divided(int number, int by) => (number + by - 1) / by;

    private sealed class Component(int index, int across, int down, int columns, int rows, int usedColumns, int usedRows)
    {
        public int Index => index;

        public int Across => across;

        public int Down => down;

        public int Columns => columns;

        public int Rows => rows;

        public int UsedColumns => usedColumns;

        public int UsedRows => usedRows;

        public int Predictor { get; set; }

        public short[][] Blocks { get; } = [.. Enumerable.Range(0, columns * rows).Select(_ => new short[BlockSize])];

        public short[] At(int column, int row) => Blocks[(row * columns) + column];
    }
}
