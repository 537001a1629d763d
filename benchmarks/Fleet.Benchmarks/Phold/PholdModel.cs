using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Benchmarks.Phold;

/// <summary>The state of one PHOLD entity: 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PholdState
{
    /// <summary>The state of its generator.</summary>
    public ulong Random;

    /// <summary>A hash over the times and sources of its events.</summary>
    public ulong Hash;

    /// <summary>Its events so far.</summary>
    public uint Received;

    /// <summary>How many it has caused.</summary>
    public uint Sent;
}

/// <summary>
/// PHOLD (Fujimoto, "Performance of Time Warp under synthetic workloads", 1990): each event causes one event, 0.1 + Exp(0.9)
/// time units later, at a uniformly random entity, in nine cases of ten of the sender's own half of all entities.
/// </summary>
internal static class PholdModel
{
    /// <summary>The least time between cause and effect.</summary>
    public static readonly SimTime Lookahead = SimTime.FromSeconds(MinimalDelay);

    private const double MinimalDelay = 0.1;
    private const double MeanExtraDelay = 0.9;
    private const double OtherHalf = 0.1;

    /// <summary>An entity before its first event.</summary>
    public static PholdState Create(int entity) => new() { Random = Scramble(((ulong)entity * 7919) + 12345) };

    /// <summary>The first event of an entity, caused by itself.</summary>
    public static SimEvent First(ref PholdState state, EntityHandle self)
    {
        var at = SimTime.FromSeconds(Exponential(ref state.Random));
        return new SimEvent(at, self, EventKind.None, new EntityId(self.Index), state.Sent++);
    }

    /// <summary>Handles an event and gives the one it causes.</summary>
    /// <param name="state">The entity's state.</param>
    /// <param name="item">The event.</param>
    /// <param name="half">Half of the number of entities.</param>
    /// <param name="regionOf">Gives the region of an entity.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimEvent Next<TPlacement>(ref PholdState state, in SimEvent item, int half, TPlacement regionOf)
        where TPlacement : struct, IPlacement
    {
        int self = item.Destination.Index;
        state.Hash = ((state.Hash ^ (ulong)item.Time.Nanoseconds) * 0x100000001B3UL) + (uint)item.Source.Value;
        state.Received++;

        // Without branches: which half it is cannot be foretold.
        ulong random = state.Random;
        bool upper = self >= half ^ Uniform(ref random) < OtherHalf;
        int destination = Below(ref random, half) + (Convert.ToInt32(upper) * half);
        double delay = MinimalDelay + (MeanExtraDelay * Exponential(ref random));
        state.Random = random;
        return new SimEvent(
            item.Time + new SimTime((long)(delay * 1e9)),
            new EntityHandle(regionOf.RegionOf(destination), EntityTypes.Device, destination),
            EventKind.None,
            new EntityId(self),
            state.Sent++);
    }

    /// <summary>The hash of an entity's whole run; those of all entities add up.</summary>
    public static ulong Summary(in PholdState state) => state.Hash * (state.Received + 1UL);

    // splitmix64: seeds that differ in one bit give streams that have nothing in common.
    private static ulong Scramble(ulong seed)
    {
        seed += 0x9E3779B97F4A7C15UL;
        seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9UL;
        seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EBUL;
        return (seed ^ (seed >> 31)) | 1;
    }

    // xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ref ulong state)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 2685821657736338717UL;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Uniform(ref ulong state) => (long)(Bits(ref state) >> 11) * (1.0 / (1UL << 53));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Exponential(ref ulong state) => -PortableMath.Log((long)((Bits(ref state) >> 11) + 1) * (1.0 / (1UL << 53)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Below(ref ulong state, int count) => (int)(((Bits(ref state) >> 32) * (ulong)count) >> 32);
}

/// <summary>Where entities live.</summary>
internal interface IPlacement
{
    /// <summary>The region of an entity.</summary>
    RegionId RegionOf(int entity);
}
