using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Time;

/// <summary>
/// Something that happens to one entity at one simulated instant. 48 bytes, no references, so that millions wait in a
/// queue without work for the garbage collector and travel between machines as they are.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimEvent
{
    /// <summary>When it happens.</summary>
    public SimTime Time { get; init; }

    /// <summary>To which entity.</summary>
    public EntityHandle Destination { get; init; }

    /// <summary>The number of the entity that caused it. Does not depend on how the fleet is partitioned.</summary>
    public int Source { get; init; }

    /// <summary>The position among the events that the source caused; wraps around at 2^32.</summary>
    public uint Sequence { get; init; }

    /// <summary>The request's place in the pool of its device's region; -1 without a request.</summary>
    public int Request { get; init; }

    /// <summary>What happens.</summary>
    public EventKind Kind { get; init; }

    /// <summary>First payload; the kind says what it means.</summary>
    public long A { get; init; }

    /// <summary>Second payload; the kind says what it means.</summary>
    public long B { get; init; }

    /// <summary>
    /// The total order of all events: (time, source, sequence). It does not depend on queues, threads or regions.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(in SimEvent a, in SimEvent b) =>
        a.Time.Nanoseconds != b.Time.Nanoseconds ? a.Time.Nanoseconds < b.Time.Nanoseconds : PrecedesAtOneInstant(a, b);

    /// <summary>The total order as a comparison: negative, zero or positive.</summary>
    public static int Compare(in SimEvent a, in SimEvent b) =>
        Precedes(a, b) ? -1 : Precedes(b, a) ? 1 : 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Time}: {Kind} to {Destination} from {Source} number {Sequence}";

    // Two events of one source at one instant lie far less than 2^31 events apart, so the difference survives the
    // wrapping of the counter.
    private static bool PrecedesAtOneInstant(in SimEvent a, in SimEvent b) =>
        a.Source != b.Source ? a.Source < b.Source : unchecked((int)(a.Sequence - b.Sequence)) < 0;
}
