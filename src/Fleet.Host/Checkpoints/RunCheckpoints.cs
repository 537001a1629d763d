using Fleet.Actors.Checkpoints;
using Fleet.Actors.Time;
using Fleet.Host.Results;

namespace Fleet.Host.Checkpoints;

/// <summary>Writes the checkpoints of a run: the header, what the result files need, the simulated world.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="interval">The simulated time between two.</param>
/// <param name="recorder">What has been recorded for the result files.</param>
/// <param name="wall">Wall-clock time so far, of the whole run and of its simulation.</param>
internal sealed class RunCheckpoints(
    CheckpointFolder folder, SimTime interval, RunRecorder recorder, Func<(TimeSpan Run, TimeSpan Simulation)> wall) : ICheckpointStore
{
    /// <inheritdoc/>
    public SimTime Interval => interval;

    /// <inheritdoc/>
    public void Save(SimTime at, int regions, Action<CheckpointWriter> world)
    {
        (long rows, UInt128 hash) = recorder.FlushToDisk();
        (TimeSpan run, TimeSpan simulation) = wall();
        CheckpointFile.Write(folder.PathOf(at), writer =>
        {
            new CheckpointHeader(at, regions, rows, hash, run, simulation).Save(writer);
            recorder.Save(writer);
            world(writer);
        });
        folder.RemoveOld();
    }
}
