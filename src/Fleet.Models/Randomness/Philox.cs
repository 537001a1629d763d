using System.Runtime.CompilerServices;

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
}

/// <summary>Four 32-bit words: a counter of <see cref="Philox"/>, or the random bits it maps to.</summary>
public readonly record struct PhiloxBlock(uint A, uint B, uint C, uint D);
