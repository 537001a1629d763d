namespace Fleet.Actors.Kernel;

/// <summary>Keeps what a run needs to go on from an instant.</summary>
public interface ICheckpointStore
{
    /// <summary>The simulated time between two checkpoints, greater than 0. They are taken at its multiples, and where a run is interrupted.</summary>
    SimTime Interval { get; }

    /// <summary>Keeps a checkpoint. The run stands still meanwhile.</summary>
    /// <param name="at">The instant: every event before it has happened, every request that ended before it has reached the sink.</param>
    /// <param name="regions">The number of regions, with which the run has to go on.</param>
    /// <param name="world">Writes the simulated world.</param>
    void Save(SimTime at, int regions, Action<CheckpointWriter> world);
}
