using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>Simulates fleets: the way into the engine.</summary>
public static class FleetSimulation
{
    /// <summary>Simulates a fleet from its start to its end and waits for that.</summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="sink">Takes the requests as they end, one at a time, on a simulating thread.</param>
    /// <param name="progress">Told how far the run is, about ten times a second, on a simulating thread.</param>
    /// <param name="clock">The clock for <paramref name="progress"/>; without one there is none.</param>
    /// <param name="cancellation">Ends the run early; the result then says so and holds what there is.</param>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    /// <exception cref="EntityStoppedException">An entity failed too often.</exception>
    public static FleetResult Run(
        FleetSpec spec,
        IRequestSink sink,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default) =>
        Run(spec, sink, new SimulationOptions(), progress, clock, cancellation);

    /// <summary>Simulates a fleet as told by options.</summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="sink">Takes the requests as they end, one at a time, on a simulating thread.</param>
    /// <param name="options">Threads, queue, checks, limits and checkpoints.</param>
    /// <param name="progress">Told how far the run is, about ten times a second, on a simulating thread.</param>
    /// <param name="clock">The clock for <paramref name="progress"/>; without one there is none.</param>
    /// <param name="cancellation">Ends the run early; the result then says so and holds what there is.</param>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    /// <exception cref="CheckpointUnsupportedException">
    /// Checkpoints are asked for, and something of a user's actor cannot be saved: found before the run begins or when the
    /// first checkpoint is written. The requests that ended before have reached the sink.
    /// </exception>
    /// <exception cref="CheckpointFormatException">The checkpoint to go on from is of another fleet or version.</exception>
    /// <exception cref="EntityStoppedException">An entity failed too often.</exception>
    /// <exception cref="WorldStoppedException">An actor has ended the actor system, or the part of it that simulates the fleet.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before its entities were there.</exception>
    /// <remarks>Whatever a simulating thread throws, want of memory included, ends the run and is thrown here.</remarks>
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
    /// How many times as fast as on one thread a fleet will probably be simulated, from its lookahead and its load; known before
    /// the fleet is laid out.
    /// </summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="options">How it is to be simulated.</param>
    public static double ExpectedSpeedup(FleetSpec spec, SimulationOptions options) => RegionChoice.ExpectedSpeedup(spec, options);
}
