using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>Simulates fleets: the entry point of the engine.</summary>
public static class FleetSimulation
{
    /// <summary>Simulates a fleet from start to end.</summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="sink">Receives the requests as they end, one at a time, on a simulating thread.</param>
    /// <param name="progress">Receives the progress about ten times a second, on a simulating thread.</param>
    /// <param name="clock">The clock for <paramref name="progress"/>; without one there is none.</param>
    /// <param name="cancellation">Ends the run early; the result then has what was reached, and <see cref="FleetResult.Interrupted"/>.</param>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    /// <exception cref="EntityStoppedException">An entity failed too often.</exception>
    public static FleetResult Run(
        FleetSpec spec,
        IRequestSink sink,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default) =>
        Run(spec, sink, new SimulationOptions(), progress, clock, cancellation);

    /// <summary>Simulates a fleet with options.</summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="sink">Receives the requests as they end, one at a time, on a simulating thread.</param>
    /// <param name="options">Threads, queue, checks, limits and checkpoints.</param>
    /// <param name="progress">Receives the progress about ten times a second, on a simulating thread.</param>
    /// <param name="clock">The clock for <paramref name="progress"/>; without one there is none.</param>
    /// <param name="cancellation">Ends the run early; the result then has what was reached, and <see cref="FleetResult.Interrupted"/>.</param>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    /// <exception cref="CheckpointUnsupportedException">
    /// Checkpoints are asked for, and a part of a user's actor cannot be saved: detected before the run begins or when the
    /// first checkpoint is written. The requests that ended before have reached the sink.
    /// </exception>
    /// <exception cref="CheckpointFormatException">The checkpoint to resume from is of another fleet or version.</exception>
    /// <exception cref="EntityStoppedException">An entity failed too often.</exception>
    /// <exception cref="WorldStoppedException">An actor has ended the actor system, or the part of it that simulates the fleet.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before its entities were created.</exception>
    /// <remarks>Whatever a simulating thread throws, lack of memory included, ends the run and is thrown here.</remarks>
    public static FleetResult Run(
        FleetSpec spec,
        IRequestSink sink,
        SimulationOptions options,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        if (options.Checkpoints is not null && spec.UnsavableActors is [{ SavingProblem: { } problem } unsavable, ..])
        {
            throw new CheckpointUnsupportedException(unsavable.Name, problem);
        }

        FleetCheckpoint? from = options.ResumeFrom is { } reader ? FleetCheckpoint.Open(reader) : null;
        FleetTopology topology = from?.Partition(spec) ?? RegionChoice.Partition(spec, options);
        using var system = new FleetSystem(topology.Regions, MessageTypes.Of(spec));
        FleetRun? run = null;
        try
        {
            run = new FleetRun(system.Actors, topology, sink, options, progress, clock, from, cancellation);
            run.AdvanceToEnd();
            return run.Result();
        }
        catch (CheckpointUnsupportedException refusal) when (run is not null)
        {
            refusal.Finished = run.Result() with { Interrupted = true };
            throw;
        }
        catch
        {
            run?.Abandon();
            system.GiveUp();
            throw;
        }
        finally
        {
            run?.Close();
        }
    }

    /// <summary>
    /// The expected speed-up of a fleet's simulation over one thread, from its lookahead and its load; does not build the fleet.
    /// </summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="options">How it is to be simulated.</param>
    public static double ExpectedSpeedup(FleetSpec spec, SimulationOptions options) => RegionChoice.ExpectedSpeedup(spec, options);
}
