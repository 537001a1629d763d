using System.Diagnostics;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Benchmarks.Phold;

namespace Fleet.Benchmarks.Peers;

/// <summary>Our side of PHOLD: the actors that the command <c>phold</c> measures.</summary>
internal sealed class EnginePhold : IContender
{
    /// <inheritdoc/>
    public string Name => "FleetSim";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events)
    {
        var measured = SimTime.FromSeconds((double)events / entities);
        var warmUp = new SimTime(measured.Nanoseconds / 3);
        using var run = new PholdRun(entities, threads: 1, EventQueueKind.Buckets);
        run.SendFirst();
        run.RunTo(warmUp);
        long before = run.Events;
        long start = Stopwatch.GetTimestamp();
        run.RunTo(warmUp + measured);
        return new Measurement(run.Events - before, Stopwatch.GetElapsedTime(start).TotalSeconds, measured.Seconds);
    }
}
