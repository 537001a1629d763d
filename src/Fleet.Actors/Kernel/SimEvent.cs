using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Something that happens to one entity at one simulated instant. 40 bytes, no references, so that millions wait in a
/// queue without work for the garbage collector.
/// </summary>
/// <remarks>
/// Five words of 8 bytes, each written as a whole and copied into queues by <see cref="CopyTo"/>. A load of 32 bytes that
/// were just stored in parts stalls until all parts have left the processor's store buffer, and if an earlier store in it
/// misses the cache, that takes a hundred cycles. Loads of single words are forwarded from the buffer at once.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimEvent
{
    private const int KindShift = 40; // in the byte that EntityHandle leaves free
    private const ulong KindMask = 0xFFUL << KindShift;

    private readonly long _time;
    private readonly ulong _target;
    private readonly ulong _cause;
    private readonly ulong _payload;
    private readonly long _a;

    /// <summary>Makes an event.</summary>
    /// <param name="time">When it happens.</param>
    /// <param name="destination">To which entity.</param>
    /// <param name="kind">What happens.</param>
    /// <param name="source">The entity that causes it.</param>
    /// <param name="sequence">The position among the events that the source caused.</param>
    /// <param name="request">The request's slot in the pool of its device's region; -1 without a request.</param>
    /// <param name="a">First payload.</param>
    /// <param name="b">Second payload.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimEvent(SimTime time, EntityHandle destination, EventKind kind, EntityId source, uint sequence, int request = -1, long a = 0, int b = 0)
    {
        _time = time.Nanoseconds;
        _target = destination.Packed | ((ulong)kind << KindShift);
        _cause = Join((uint)source.Value, sequence);
        _payload = Join((uint)request, (uint)b);
        _a = a;
    }

    /// <summary>When it happens.</summary>
    public SimTime Time
    {
        get => new(_time);
        init => _time = value.Nanoseconds;
    }

    /// <summary>To which entity.</summary>
    public EntityHandle Destination
    {
        get => new(_target & ~KindMask);
        init => _target = value.Packed | (_target & KindMask);
    }

    /// <summary>What happens.</summary>
    public EventKind Kind
    {
        get => (EventKind)(byte)(_target >> KindShift);
        init => _target = (_target & ~KindMask) | ((ulong)value << KindShift);
    }

    /// <summary>The entity that caused it.</summary>
    public EntityId Source
    {
        get => new((int)_cause);
        init => _cause = Join((uint)value.Value, Sequence);
    }

    /// <summary>The position among the events that the source caused; wraps around at 2^32.</summary>
    public uint Sequence
    {
        get => (uint)(_cause >> 32);
        init => _cause = Join((uint)_cause, value);
    }

    /// <summary>The request's slot in the pool of its device's region; -1 without a request.</summary>
    public int Request
    {
        get => (int)_payload;
        init => _payload = Join((uint)value, (uint)B);
    }

    /// <summary>First payload; the kind says what it means.</summary>
    public long A
    {
        get => _a;
        init => _a = value;
    }

    /// <summary>Second payload; the kind says what it means.</summary>
    public int B
    {
        get => (int)(_payload >> 32);
        init => _payload = Join((uint)_payload, (uint)value);
    }

    /// <summary>The total order of all events: (time, source, sequence). It does not depend on queues, threads or regions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(in SimEvent a, in SimEvent b) => a._time != b._time ? a._time < b._time : PrecedesAtOneInstant(a, b);

    /// <summary>The total order as a comparison: negative, zero or positive.</summary>
    public static int Compare(in SimEvent a, in SimEvent b) =>
        Precedes(a, b) ? -1 : Precedes(b, a) ? 1 : 0;

    /// <summary>Copies the event word by word, which an assignment would not do: see the remarks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void CopyTo(SimEvent* slot)
    {
        var words = (long*)slot;
        words[0] = _time;
        words[1] = (long)_target;
        words[2] = (long)_cause;
        words[3] = (long)_payload;
        words[4] = _a;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}: kind {Kind} to {Destination} from {Source} number {Sequence}");

    // Two events of one source at one instant lie far less than 2^31 events apart, so the difference survives the
    // wrapping of the counter.
    private static bool PrecedesAtOneInstant(in SimEvent a, in SimEvent b) =>
        a.Source != b.Source ? a.Source.Value < b.Source.Value : unchecked((int)(a.Sequence - b.Sequence)) < 0;

    private static ulong Join(uint low, uint high) => low | ((ulong)high << 32);
}
