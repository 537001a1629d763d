using System.Runtime.CompilerServices;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks.Peers;

/// <summary>
/// PHOLD: entities in two fixed halves; each event sends one event at now + 0.1 + Exp(0.9) to a uniformly random entity,
/// 90 % to the sender's own half (Fujimoto, "Performance of Time Warp under synthetic workloads", 1990).
/// </summary>
/// <param name="Entities">An even number.</param>
internal readonly record struct PholdModel(int Entities)
{
    private const double Lookahead = 0.1;
    private const double MeanBeyond = 0.9;
    private const double OwnHalf = 0.9;

    /// <summary>The simulated time in which about so many events lie: one in a second for each entity.</summary>
    public SimTime TimeFor(long events) => SimTime.FromSeconds((double)events / Entities);

    /// <summary>An entity's first event.</summary>
    public static SimEvent First(int entity, ref PholdState state) =>
        state.Emit(entity, entity, SimTime.FromSeconds(state.Exponential(1)));

    /// <summary>An entity takes an event and causes the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimEvent Next(int entity, SimTime now, ref PholdState state)
    {
        int half = Entities / 2;
        bool upper = (entity >= half) == (state.Uniform() < OwnHalf);
        int target = (int)(state.Uniform() * half) + (upper ? half : 0);
        return state.Emit(entity, target, now + SimTime.FromSeconds(Lookahead + state.Exponential(MeanBeyond)));
    }
}

/// <summary>What an entity of PHOLD remembers: its random numbers, and how many events it caused.</summary>
internal struct PholdState(int entity)
{
    // Any number but 0 begins a sequence; the product spreads neighbouring entities over all 64 bits.
    private ulong _random = (((ulong)entity + 1) * 0x9E3779B97F4A7C15) | 1;
    private uint _sent;

    /// <summary>Uniform in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform()
    {
        // xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016).
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        return ((_random * 0x2545F4914F6CDD1D) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Exponential with a mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>An event from one entity to another.</summary>
    public SimEvent Emit(int source, int target, SimTime at) => new()
    {
        Time = at,
        Source = source,
        Sequence = _sent++,
        Destination = new EntityHandle(0, EntityType.Device, target),
    };
}
