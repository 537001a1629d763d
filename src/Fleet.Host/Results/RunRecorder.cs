using Fleet.Actors.Checkpoints;
using Fleet.Actors.Telemetry;
using Fleet.Host.Checkpoints;

namespace Fleet.Host.Results;

/// <summary>Takes the requests of a run as they end, and writes those that are chosen to requests.parquet.</summary>
internal sealed class RunRecorder : IRequestSink, IDisposable
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
    public RunRecorder(RunFolder folder, RunInfo info, CheckpointedRun? checkpoints)
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

    private long Rows => _log?.Rows ?? _table?.Rows ?? 0;

    public void Record(in RequestRecord request)
    {
        _seen++;
        if (Rows >= _mode.Limit || !_selection.Includes(request.Device, request.Sequence)) return;
        _table?.Add(request);
        _log?.Add(request);
    }

    /// <summary>Brings the requests of a run that keeps checkpoints to the disk, and says how many they are and their hash.</summary>
    public (long Rows, UInt128 Hash) FlushToDisk() => (Rows, _log?.FlushToDisk() ?? UInt128.Zero);

    /// <summary>Writes what the result files need apart from the requests themselves.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.Section(SectionName);
        writer.Write(_seen);
    }

    /// <summary>Completes the file, if there is one.</summary>
    public RequestsFile Complete()
    {
        if (_mode.IsNone) return new RequestsFile("none", 0, _seen);
        using ParquetTable<RequestRecord> table = _table ?? _newTable();
        _log?.CopyTo(table);
        table.Complete();
        return new RequestsFile(table.Rows == _seen ? "all" : "sample", table.Rows, _seen);
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
