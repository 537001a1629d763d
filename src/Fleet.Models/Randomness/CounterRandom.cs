using System.Runtime.CompilerServices;

namespace Fleet.Models.Randomness;

/// <summary>
/// A random stream that is a pure function of (seed, entity, purpose, index): whoever draws it, whenever and on
/// whichever machine, sees the same numbers. Derives from <see cref="Random"/> so that libraries can draw from it.
/// </summary>
/// <remarks>
/// Key: the 64-bit seed mixed with the purpose. Counter: entity (32 bit), index (64 bit), block within the stream
/// (32 bit), so a stream holds 2^34 words before it repeats. Not safe for several threads at once.
/// </remarks>
public sealed class CounterRandom : Random
{
    private const double TwoToMinus53 = 1.0 / (1UL << 53);

    private readonly uint _keyA;
    private readonly uint _keyB;
    private readonly uint _entity;
    private readonly ulong _index;
    private uint _block;
    private PhiloxBlock _words;
    private int _used = 4;

    /// <summary>Opens the stream of one purpose of one entity.</summary>
    /// <param name="seed">The scenario's or training's seed.</param>
    /// <param name="entity">The device, link or server, or the position of an item where there is none.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="index">The position within the entity's purpose, such as a request's sequence number.</param>
    public CounterRandom(ulong seed, uint entity, RandomPurpose purpose, ulong index = 0)
    {
        ulong key = Mix(seed + ((ulong)purpose * 0x9E3779B97F4A7C15UL));
        _keyA = (uint)key;
        _keyB = (uint)(key >> 32);
        _entity = entity;
        _index = index;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _words = Philox.Block(new PhiloxBlock(_block++, _entity, (uint)_index, (uint)(_index >> 32)), _keyA, _keyB);
            _used = 0;
        }

        return _used++ switch { 0 => _words.A, 1 => _words.B, 2 => _words.C, _ => _words.D };
    }

    /// <summary>The same words as that many calls of <see cref="NextUInt32"/>, several times faster.</summary>
    public void Fill(Span<uint> words)
    {
        int i = 0;
        while (i < words.Length && _used < 4)
        {
            words[i++] = NextUInt32();
        }

        int whole = (words.Length - i) / 4;
        var counter = new PhiloxBlock(_block, _entity, (uint)_index, (uint)(_index >> 32));
        Philox.Blocks(words.Slice(i, 4 * whole), counter, _keyA, _keyB);
        _block += (uint)whole;
        i += 4 * whole;
        while (i < words.Length)
        {
            words[i++] = NextUInt32();
        }
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <inheritdoc/>
    /// <remarks>Uniform in [0, 1) in steps of 2^-53.</remarks>
    public override double NextDouble() => (long)(NextUInt64() >> 11) * TwoToMinus53;

    /// <summary>Uniform in (0, 1], so that its logarithm is finite.</summary>
    public double NextPositiveDouble() => (long)((NextUInt64() >> 11) + 1) * TwoToMinus53;

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    /// <inheritdoc/>
    public override int Next() => Next(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)(((UInt128)NextUInt64() * (ulong)maxValue) >> 64);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)(((UInt128)NextUInt64() * (ulong)((long)maxValue - minValue)) >> 64));
    }

    /// <inheritdoc/>
    public override float NextSingle() => (NextUInt32() >> 8) * (1.0f / (1 << 24));

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)(NextUInt32() >> 24);
        }
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order (Fisher, Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>Exponential with the given mean.</summary>
    public double NextExponential(double mean) => -mean * PortableMath.Log(NextPositiveDouble());

    /// <summary>Fills the span with independent Laplace numbers with mean 0 and scale 1, and so the variance 2.</summary>
    public void FillLaplace(Span<double> values)
    {
        Span<uint> words = stackalloc uint[512];
        for (int start = 0; start < values.Length; start += words.Length / 2)
        {
            Span<double> part = values[start..Math.Min(values.Length, start + (words.Length / 2))];
            Fill(words[..(2 * part.Length)]);
            for (int i = 0; i < part.Length; i++)
            {
                ulong bits = words[2 * i] | ((ulong)words[(2 * i) + 1] << 32);
                double magnitude = -PortableMath.Log((long)((bits >> 11) + 1) * TwoToMinus53);
                part[i] = WithSign(magnitude, bits);
            }
        }
    }

    /// <summary>The magnitude (at least 0) with the sign of the lowest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double WithSign(double magnitude, ulong bits) =>
        BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(magnitude) ^ (bits << 63));

    /// <summary>The finaliser of SplitMix64: every bit of the result depends on every bit of the value.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
