using System.Globalization;
using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Simulated time in whole nanoseconds: an instant since the start of the run, or a span between two instants.
/// The range is about 292 years; conversions and sums that lead beyond it give <see cref="Never"/>.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the start, or the length of the span.</param>
public readonly record struct SimTime(long Nanoseconds) : IComparable<SimTime>
{
    private const double NanosecondsPerSecond = 1e9;
    private const double NanosecondsPerMillisecond = 1e6;
    private const double FirstBeyond = 9223372036854775808; // 2^63

    /// <summary>The start of the run, and the empty span.</summary>
    public static SimTime Zero => default;

    /// <summary>Later than every event: what lies there does not happen.</summary>
    public static SimTime Never => new(long.MaxValue);

    /// <summary>The time in seconds, rounded to a double.</summary>
    public double Seconds => Nanoseconds / NanosecondsPerSecond;

    /// <summary>The time in milliseconds, rounded to a double.</summary>
    public double Milliseconds => Nanoseconds / 1e6;

    /// <summary>The nearest whole number of nanoseconds, halves to even; <see cref="Never"/> beyond the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number, or below the range.</exception>
    public static SimTime FromSeconds(double seconds) => OfWhole(Math.Round(seconds * NanosecondsPerSecond));

    /// <summary>The nearest whole number of nanoseconds, halves to even; <see cref="Never"/> beyond the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number, or below the range.</exception>
    public static SimTime FromMilliseconds(double milliseconds) => OfWhole(Math.Round(milliseconds * NanosecondsPerMillisecond));

    /// <summary>The nearest whole number of nanoseconds, halves to even; <see cref="Never"/> beyond the range.</summary>
    /// <param name="nanoseconds">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static SimTime FromNanoseconds(decimal nanoseconds)
    {
        // Not ThrowIfNegative, for which -0 is negative.
        ArgumentOutOfRangeException.ThrowIfLessThan(nanoseconds, 0);
        decimal whole = decimal.Round(nanoseconds);
        return whole < long.MaxValue ? new SimTime((long)whole) : Never;
    }

    /// <summary>The span of a delay; <see cref="Never"/> beyond the range.</summary>
    public static SimTime FromTimeSpan(TimeSpan span) =>
        span.Ticks < long.MaxValue / TimeSpan.NanosecondsPerTick ? new SimTime(span.Ticks * TimeSpan.NanosecondsPerTick) : Never;

    /// <summary>
    /// One of the two whole numbers of nanoseconds next to a span, such that the mean over <paramref name="spare"/> is the span:
    /// for random spans so short that rounding to the nearest would change their mean.
    /// </summary>
    /// <param name="seconds">The span, at least 0.</param>
    /// <param name="spare">A random number uniform in [0, 1) that is independent of the span.</param>
    internal static SimTime FromSeconds(double seconds, double spare) => OfWhole(Math.Floor((seconds * NanosecondsPerSecond) + spare));

    /// <summary>The later of two instants, or the longer of two spans.</summary>
    public static SimTime Max(SimTime a, SimTime b) => a.Nanoseconds >= b.Nanoseconds ? a : b;

    /// <summary>The earlier of two instants, or the shorter of two spans.</summary>
    public static SimTime Min(SimTime a, SimTime b) => a.Nanoseconds <= b.Nanoseconds ? a : b;

    /// <inheritdoc/>
    public int CompareTo(SimTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Adds a span; <see cref="Never"/> beyond the range, so that a sum of times is never before its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimTime operator +(SimTime a, SimTime b)
    {
        // Beyond the range the sign of the sum is the opposite of both. No branch that is ever mispredicted.
        long sum = unchecked(a.Nanoseconds + b.Nanoseconds);
        return ((a.Nanoseconds ^ sum) & (b.Nanoseconds ^ sum)) < 0 ? Never : new SimTime(sum);
    }

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

    // Within the range every processor converts alike, and in one instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SimTime OfWhole(double nanoseconds) =>
        Math.Abs(nanoseconds) < FirstBeyond ? new SimTime(double.ConvertToIntegerNative<long>(nanoseconds)) : Beyond(nanoseconds);

    private static SimTime Beyond(double nanoseconds) => nanoseconds > 0
        ? Never
        : throw new ArgumentOutOfRangeException(nameof(nanoseconds), nanoseconds, "This is no span of simulated time.");
}
