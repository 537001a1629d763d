using Fleet.Actors.Kernel;
using Fleet.Host.Results;

namespace Fleet.Host.Checkpoints;

/// <summary>A sound checkpoint, opened behind its header, and the requests before it.</summary>
internal sealed class ResumePoint : IDisposable
{
    private readonly Stream _stream;

    private ResumePoint(Stream stream, CheckpointReader reader, CheckpointHeader header, RequestLog? log)
    {
        _stream = stream;
        Reader = reader;
        Header = header;
        Log = log;
    }

    /// <summary>The header.</summary>
    public CheckpointHeader Header { get; }

    /// <summary>Gives what follows the header.</summary>
    public CheckpointReader Reader { get; }

    /// <summary>The requests before the checkpoint, ready for more; null if the run writes none. Whoever takes it disposes of it.</summary>
    public RequestLog? Log { get; }

    /// <summary>Finds the newest checkpoint that is sound.</summary>
    /// <param name="folder">The checkpoints of the run.</param>
    /// <param name="hasRows">Whether the run writes requests.</param>
    /// <param name="tellDamage">Told of each newer one that is not.</param>
    /// <returns>The checkpoint, or null if the run had not come to its first.</returns>
    /// <exception cref="NoSoundCheckpointException">There are checkpoints, and all are damaged.</exception>
    public static ResumePoint? Find(CheckpointFolder folder, bool hasRows, Action<string> tellDamage)
    {
        IReadOnlyList<string> files = folder.Files;
        foreach (string file in files.Reverse())
        {
            try
            {
                ResumePoint point = Open(file, hasRows ? folder.Rows : null);
                folder.RemoveAfter(point.Header.At);
                return point;
            }
            catch (DamagedCheckpointException damage)
            {
                tellDamage($"The checkpoint at {CheckpointFolder.InstantOf(file)} cannot be used: {damage.Message}.");
            }
        }

        return files.Count == 0 ? null : throw new NoSoundCheckpointException(folder.Run);
    }

    public void Dispose() => _stream.Dispose();

    private static ResumePoint Open(string file, string? rows)
    {
        Stream stream = CheckpointFile.Open(file);
        try
        {
            var reader = new CheckpointReader(stream);
            CheckpointHeader header = CheckpointHeader.Read(reader);
            return new ResumePoint(stream, reader, header, rows is null ? null : RequestLog.Resume(rows, header.Rows, header.RowsHash));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

/// <summary>None of the checkpoints of a run can be used. The message says what to do.</summary>
/// <param name="runFolder">The folder of the run.</param>
internal sealed class NoSoundCheckpointException(string runFolder) : Exception(
    $"None of the checkpoints in {runFolder} can be used. Start the run again: fleetsim run SCENARIO --out {runFolder} --force");
