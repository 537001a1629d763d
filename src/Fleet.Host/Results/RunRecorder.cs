using Fleet.Actors.Telemetry;

namespace Fleet.Host.Results;

/// <summary>Takes the requests of a run as they end, and writes those that are chosen to requests.parquet.</summary>
internal sealed class RunRecorder : IRequestSink, IDisposable
{
    private readonly RequestSelection _selection;
    private readonly RequestsMode _mode;
    private readonly ParquetTable<RequestRecord>? _table;
    private long _seen;

    public RunRecorder(RunFolder folder, RunInfo info)
    {
        _mode = info.Requests;
        _selection = RequestSelection.Plan(info.Requests, info.ExpectedRequests, info.Seed);
        _table = _mode.IsNone
            ? null
            : new ParquetTable<RequestRecord>(folder.PathOf("requests.parquet"), RequestsTable.Columns(info));
    }

    public void Record(in RequestRecord request)
    {
        _seen++;
        if (_table is null || _table.Rows >= _mode.Limit) return;
        if (_selection.Includes(request.Device, request.Sequence)) _table.Add(request);
    }

    /// <summary>Completes the file, if there is one.</summary>
    public RequestsFile Complete()
    {
        if (_table is null) return new RequestsFile("none", 0, _seen);
        _table.Complete();
        return new RequestsFile(_table.Rows == _seen ? "all" : "sample", _table.Rows, _seen);
    }

    public void Dispose() => _table?.Dispose();
}
