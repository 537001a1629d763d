using System.Globalization;

namespace Fleet.Actors.Time;

/// <summary>
/// Simulated time in whole nanoseconds: an instant since the start of the run, or a span between two instants.
/// The range is about 292 years.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the start, or the length of the span.</param>
public readonly record struct SimTime(long Nanoseconds) : IComparable<SimTime>
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The start of the run, and the empty span.</summary>
    public static SimTime Zero => default;

    /// <summary>Later than every event.</summary>
    public static SimTime Never => new(long.MaxValue);

    /// <summary>The time in seconds, rounded to a double.</summary>
    public double Seconds => Nanoseconds / NanosecondsPerSecond;

    /// <summary>The time in milliseconds, rounded to a double.</summary>
    public double Milliseconds => Nanoseconds / 1e6;

    /// <summary>The nearest whole number of nanoseconds, halves to even.</summary>
    /// <exception cref="OverflowException">The value is not a number or beyond the range.</exception>
    public static SimTime FromSeconds(double seconds) => new(checked((long)Math.Round(seconds * NanosecondsPerSecond)));

    /// <summary>The nearest whole number of nanoseconds, halves to even.</summary>
    /// <exception cref="OverflowException">The value is not a number or beyond the range.</exception>
    public static SimTime FromMilliseconds(double milliseconds) => new(checked((long)Math.Round(milliseconds * 1e6)));

    /// <summary>The later of two instants, or the longer of two spans.</summary>
    public static SimTime Max(SimTime a, SimTime b) => a.Nanoseconds >= b.Nanoseconds ? a : b;

    /// <summary>The earlier of two instants, or the shorter of two spans.</summary>
    public static SimTime Min(SimTime a, SimTime b) => a.Nanoseconds <= b.Nanoseconds ? a : b;

    /// <inheritdoc/>
    public int CompareTo(SimTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Adds a span.</summary>
    public static SimTime operator +(SimTime a, SimTime b) => new(a.Nanoseconds + b.Nanoseconds);

    /// <summary>The span from the second to the first.</summary>
    public static SimTime operator -(SimTime a, SimTime b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(SimTime a, SimTime b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(SimTime a, SimTime b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(SimTime a, SimTime b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(SimTime a, SimTime b) => a.Nanoseconds >= b.Nanoseconds;

    /// <inheritdoc/>
    public override string ToString() => Seconds.ToString("0.#########", CultureInfo.InvariantCulture) + " s";
}
