namespace Fleet.Actors.World.Telemetry;

/// <summary>
/// An exact sum of nanoseconds that never overflows: 128 bits in two halves. <see cref="Int128"/> is the same, but code that
/// uses it cannot be compiled ahead of time, and this is on the path of every request.
/// </summary>
internal struct WideSum
{
    private ulong _low;
    private long _high;

    /// <summary>The sum as a whole number.</summary>
    public readonly Int128 Value => new((ulong)_high, _low);

    /// <summary>Adds a number.</summary>
    public void Add(long value) => Add(unchecked((ulong)value), value >> 63);

    /// <summary>Adds another sum.</summary>
    public void Add(WideSum other) => Add(other._low, other._high);

    private void Add(ulong low, long high)
    {
        unchecked
        {
            _low += low;
            _high += high + (_low < low ? 1 : 0);
        }
    }
}
