using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>Reports the progress of a run, about ten times a second of the given clock; without a clock, never.</summary>
internal sealed class RunProgress(IProgress<SimulationProgress>? listener, TimeProvider? clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _last = clock?.GetTimestamp() ?? 0;

    /// <summary>Reports if the last report is old enough.</summary>
    public void Report(SimTime now, long events)
    {
        if (listener is null || clock is null || clock.GetElapsedTime(_last) < Interval)
        {
            return;
        }

        _last = clock.GetTimestamp();
        listener.Report(new SimulationProgress(now, events));
    }
}
