using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;

namespace Fleet.Host.Runs;

/// <summary>Writes the checkpoints of a run: the header, what the result files need, the simulated world.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="interval">The simulated time between two.</param>
/// <param name="recorder">What has been recorded for the result files.</param>
/// <param name="wall">Wall-clock time so far, of the whole run and of its simulation.</param>
internal sealed class RunCheckpoints(
    CheckpointFolder folder, SimTime interval, RequestsRecorder recorder, Func<(TimeSpan Run, TimeSpan Simulation)> wall) : ICheckpointStore
{
    public SimTime Interval => interval;

    /// <inheritdoc/>
    /// <remarks>One that cannot be written ends the run, by way of the recorder: what was asked for is to be able to go on.</remarks>
    public void Save(SimTime at, int regions, Action<CheckpointWriter> world)
    {
        if (recorder.Problem is not null)
        {
            return; // the requests before it are not on the disk
        }

        try
        {
            Write(at, regions, world);
            folder.RemoveOld();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            recorder.Lose(problem);
        }
    }

    private void Write(SimTime at, int regions, Action<CheckpointWriter> world)
    {
        (long rows, UInt128 hash) = recorder.FlushToDisk();
        (TimeSpan run, TimeSpan simulation) = wall();
        CheckpointFile.Write(folder.PathOf(at), writer =>
        {
            new CheckpointHeader(at, regions, rows, hash, run, simulation).Save(writer);
            recorder.Save(writer);
            world(writer);
        });
    }
}
