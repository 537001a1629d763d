using Akka.Actor;
using Akka.Actor.Internal;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>How often a user's actor was restarted, as the strategy of its supervisor counts: in all, or since an instant.</summary>
/// <param name="Count">The number of restarts.</param>
/// <param name="Began">The instant since when a strategy with a time range counts them; null if none has begun to.</param>
internal readonly record struct RestartWindow(uint Count, SimTime? Began)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // Akka compares their distance to its clock, which begins at 0, with a time range of at most 25 days.
    private const long NotOver = long.MaxValue;
    private const long Over = long.MinValue / 2;

    /// <summary>Akka's form of it, for one decision: whether the time range is over is decided here.</summary>
    /// <param name="child">The actor.</param>
    /// <param name="rangeMs">The strategy's time range in milliseconds.</param>
    /// <param name="now">The instant of the failure.</param>
    public ChildRestartStats ToAkka(IInternalActorRef child, long rangeMs, SimTime now) =>
        new(child, Count, Began is not { } began ? 0 : (now - began).Nanoseconds <= rangeMs * NanosecondsPerMillisecond ? NotOver : Over);

    /// <summary>Its value after the decision.</summary>
    /// <param name="stats">The result of <see cref="ToAkka"/>.</param>
    /// <param name="now">The instant of the failure.</param>
    public RestartWindow After(ChildRestartStats stats, SimTime now) =>
        new(stats.MaxNrOfRetriesCount, stats.RestartTimeWindowStartTicks is 0 or NotOver or Over ? Began : now);
}
