namespace Fleet.Models.Randomness;

/// <summary>
/// The random numbers of one purpose under one seed, drawn one at a time without an object per stream: each is the
/// first number of <see cref="CounterRandom"/> with the same (seed, entity, purpose, index).
/// </summary>
public readonly struct CounterKey
{
    private const double TwoToMinus53 = 1.0 / (1UL << 53);

    private readonly uint _keyA;
    private readonly uint _keyB;

    /// <summary>Derives the generator's key.</summary>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    public CounterKey(ulong seed, RandomPurpose purpose)
    {
        ulong key = CounterRandom.Mix(seed + ((ulong)purpose * 0x9E3779B97F4A7C15UL));
        _keyA = (uint)key;
        _keyB = (uint)(key >> 32);
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits(uint entity, ulong index)
    {
        PhiloxBlock words = Philox.Block(new PhiloxBlock(0, entity, (uint)index, (uint)(index >> 32)), _keyA, _keyB);
        return words.A | ((ulong)words.B << 32);
    }

    /// <summary>Uniform in [0, 1) in steps of 2^-53.</summary>
    public double Uniform(uint entity, ulong index) => (Bits(entity, index) >> 11) * TwoToMinus53;

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential(uint entity, ulong index) =>
        -PortableMath.Log(((Bits(entity, index) >> 11) + 1) * TwoToMinus53);

    /// <summary>Exponential with mean 1, the same number as without <paramref name="spare"/>.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="index">The position within the entity's purpose.</param>
    /// <param name="spare">
    /// A number uniform in [0, 1) and independent of the first, from the two words of the block that the first leaves unused.
    /// </param>
    public double Exponential(uint entity, ulong index, out double spare)
    {
        PhiloxBlock words = Philox.Block(new PhiloxBlock(0, entity, (uint)index, (uint)(index >> 32)), _keyA, _keyB);
        spare = ((words.C | ((ulong)words.D << 32)) >> 11) * TwoToMinus53;
        return -PortableMath.Log((((words.A | ((ulong)words.B << 32)) >> 11) + 1) * TwoToMinus53);
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1, each equally likely to within 2^-33.</summary>
    public int Below(int count, uint entity, ulong index) => (int)Math.BigMul(Bits(entity, index), (ulong)count, out _);
}
