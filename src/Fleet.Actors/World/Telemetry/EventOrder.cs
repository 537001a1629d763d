using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>The position of an event in the order in which a single queue would handle the events of all regions.</summary>
/// <remarks>
/// That is the key (time, source, sequence) of the event, except for events that are caused without delay by one with a
/// greater key: they come after their cause, and before any event with a still greater key. So the position is the greatest
/// key of the instant so far. When that key was handled it was the least of all regions; an event that follows it in its
/// region with a smaller key would have been handled next.
/// </remarks>
internal struct EventOrder
{
    private SimTime _time;
    private EntityId _source;
    private uint _sequence;

    /// <summary>Moves to the next event of a region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reach(in SimEvent item)
    {
        if (item.Time != _time || item.Source.Value > _source.Value || (item.Source == _source && IsLater(item.Sequence, _sequence)))
        {
            _time = item.Time;
            _source = item.Source;
            _sequence = item.Sequence;
        }
    }

    /// <summary>Whether this position comes before another.</summary>
    public readonly bool Precedes(in EventOrder other)
    {
        if (_time != other._time)
        {
            return _time < other._time;
        }

        return _source != other._source ? _source.Value < other._source.Value : IsLater(other._sequence, _sequence);
    }

    // The counter wraps around, and the numbers of two events of one source at one instant differ by far less than 2^31.
    private static bool IsLater(uint a, uint b) => unchecked((int)(a - b)) > 0;
}
