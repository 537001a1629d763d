using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fleet.Models.Randomness;

/// <summary>
/// The counter-based generator Philox4x32-10: a keyed bijection from a 128-bit counter to 128 random bits
/// (Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011).
/// </summary>
public static class Philox
{
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9;
    private const uint WeylB = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The 128 random bits of one counter under one key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Block(PhiloxBlock counter, uint keyA, uint keyB)
    {
        (uint a, uint b, uint c, uint d) = (counter.A, counter.B, counter.C, counter.D);
        for (int round = 0; round < Rounds; round++)
        {
            ulong productA = (ulong)MultiplierA * a;
            ulong productB = (ulong)MultiplierB * c;
            (a, b, c, d) = (
                (uint)(productB >> 32) ^ b ^ keyA,
                (uint)productB,
                (uint)(productA >> 32) ^ d ^ keyB,
                (uint)productA);
            keyA += WeylA;
            keyB += WeylB;
        }

        return new PhiloxBlock(a, b, c, d);
    }

    /// <summary>
    /// The random bits of counters that follow each other in word A, one block after another: what
    /// <see cref="Block"/> gives for each, four at a time where the processor can.
    /// </summary>
    /// <param name="words">Where they go; a multiple of 4 words.</param>
    /// <param name="first">The first counter.</param>
    /// <param name="keyA">The lower word of the key.</param>
    /// <param name="keyB">The upper word of the key.</param>
    public static void Blocks(Span<uint> words, PhiloxBlock first, uint keyA, uint keyB)
    {
        int i = 0;
        if (Avx2.IsSupported)
        {
            for (; i + 16 <= words.Length; i += 16)
            {
                FourBlocks(words.Slice(i, 16), first with { A = first.A + (uint)(i / 4) }, keyA, keyB);
            }
        }

        for (; i < words.Length; i += 4)
        {
            PhiloxBlock block = Block(first with { A = first.A + (uint)(i / 4) }, keyA, keyB);
            (words[i], words[i + 1], words[i + 2], words[i + 3]) = (block.A, block.B, block.C, block.D);
        }
    }

    /// <summary>
    /// Four blocks in the lanes of vectors, one 32-bit word in the lower half of each 64-bit lane. The upper halves hold
    /// what the multiplication ignores.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourBlocks(Span<uint> words, PhiloxBlock first, uint keyA, uint keyB)
    {
        Vector256<uint> multiplierA = Vector256.Create(MultiplierA);
        Vector256<uint> multiplierB = Vector256.Create(MultiplierB);
        Vector256<ulong> a = Vector256.Create((ulong)first.A) + Vector256.Create(0UL, 1, 2, 3);
        Vector256<ulong> b = Vector256.Create((ulong)first.B);
        Vector256<ulong> c = Vector256.Create((ulong)first.C);
        Vector256<ulong> d = Vector256.Create((ulong)first.D);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> productA = Avx2.Multiply(a.AsUInt32(), multiplierA);
            Vector256<ulong> productB = Avx2.Multiply(c.AsUInt32(), multiplierB);
            a = (productB >>> 32) ^ b ^ Vector256.Create((ulong)keyA);
            b = productB;
            c = (productA >>> 32) ^ d ^ Vector256.Create((ulong)keyB);
            d = productA;
            keyA += WeylA;
            keyB += WeylB;
        }

        Vector256<ulong> lower = Vector256.Create((ulong)uint.MaxValue);
        Vector256<ulong> ab = (a & lower) | (b << 32);
        Vector256<ulong> cd = (c & lower) | (d << 32);
        Vector256<ulong> even = Avx2.UnpackLow(ab, cd);
        Vector256<ulong> odd = Avx2.UnpackHigh(ab, cd);
        Avx2.Permute2x128(even, odd, 0x20).AsUInt32().CopyTo(words);
        Avx2.Permute2x128(even, odd, 0x31).AsUInt32().CopyTo(words[8..]);
    }
}

/// <summary>Four 32-bit words: a counter of <see cref="Philox"/>, or the random bits it maps to.</summary>
public readonly record struct PhiloxBlock(uint A, uint B, uint C, uint D);
