namespace Fleet.Host.Tests.Results;

/// <summary>A clock that moves one second each time it is asked.</summary>
internal sealed class FixedClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(Interlocked.Add(ref _ticks, TimeSpan.TicksPerSecond));

    public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerSecond);
}
