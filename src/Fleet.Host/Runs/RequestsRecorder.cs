using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;

namespace Fleet.Host.Runs;

/// <summary>Takes the requests of a run as they end, and writes those that are chosen to requests.parquet.</summary>
internal sealed class RequestsRecorder : IRequestSink, IDisposable
{
    private const string SectionName = "recorder";

    private readonly RequestSelection _selection;
    private readonly RequestsMode _mode;
    private readonly Func<ParquetTable<RequestRecord>> _newTable;
    private readonly ParquetTable<RequestRecord>? _table;
    private readonly RequestLog? _log;
    private long _seen;

    /// <summary>Starts recording.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="info">The run.</param>
    /// <param name="checkpoints">Its checkpoints if it keeps any: then the requests wait there until the end.</param>
    public RequestsRecorder(RunFolder folder, RunInfo info, CheckpointedRun? checkpoints)
    {
        _mode = info.Requests;
        _selection = RequestSelection.Plan(info.Requests, info.ExpectedRequests, info.Seed);
        _newTable = () => new ParquetTable<RequestRecord>(folder.PathOf("requests.parquet"), RequestsTable.Columns(info));
        if (!_mode.IsNone)
        {
            _log = checkpoints is null ? null : checkpoints.From?.Log ?? RequestLog.Create(checkpoints.Folder.Rows);
            _table = checkpoints is null ? _newTable() : null;
        }

        if (checkpoints?.From is { } from) Restore(from.Reader);
    }

    /// <summary>Why no more requests are recorded; null as long as they are.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Told once, on the simulating thread, when the disk no longer takes what a checkpoint needs.</summary>
    public Action? WhenLost { get; set; }

    /// <summary>What the file holds, or will.</summary>
    public RequestsFile File => _mode.IsNone || Problem is not null
        ? new RequestsFile(RequestsFile.None, 0, _seen)
        : new RequestsFile(Rows == _seen ? "all" : "sample", Rows, _seen);

    private long Rows => _log?.Rows ?? _table?.Rows ?? 0;

    public void Record(in RequestRecord request)
    {
        _seen++;
        if (Problem is not null || Rows >= _mode.Limit || !_selection.Includes(request.Device.Value, request.Sequence)) return;
        try
        {
            _table?.Add(request);
            _log?.Add(request);
        }
        catch (IOException problem)
        {
            Lose(problem);
        }
    }

    /// <summary>Gives up recording: the rest of the run is worth having without it, and the disk needs the room.</summary>
    public void Lose(Exception problem)
    {
        Problem = problem;
        _table?.Dispose();
        WhenLost?.Invoke();
    }

    /// <summary>Brings the requests of a run that keeps checkpoints to the disk, and says how many they are and their hash.</summary>
    public (long Rows, UInt128 Hash) FlushToDisk() => (Rows, _log?.FlushToDisk() ?? UInt128.Zero);

    /// <summary>Writes what the result files need apart from the requests themselves.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.Section(SectionName);
        writer.Write(_seen);
    }

    /// <summary>Completes the file.</summary>
    /// <exception cref="IOException">It cannot be written; nothing of it stays.</exception>
    public void Complete()
    {
        using ParquetTable<RequestRecord> table = _table ?? _newTable();
        _log?.CopyTo(table);
        table.Complete();
    }

    public void Dispose()
    {
        _table?.Dispose();
        _log?.Dispose();
    }

    private void Restore(CheckpointReader reader)
    {
        reader.Section(SectionName);
        _seen = reader.ReadLong();
    }
}
