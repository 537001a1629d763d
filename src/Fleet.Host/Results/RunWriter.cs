using Fleet.Actors.Checkpoints;
using Fleet.Actors.Telemetry;
using Fleet.Host.Checkpoints;
using Fleet.Host.Reports;

namespace Fleet.Host.Results;

/// <summary>
/// Writes the folder of a run: open it, hand <see cref="Requests"/> to the simulation, complete it with what came out.
/// Disposed without completion it leaves nothing behind.
/// </summary>
public sealed class RunWriter : IDisposable
{
    private readonly RunFolder _folder;
    private readonly RunInfo _info;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedTicks;
    private readonly RunRecorder _recorder;
    private readonly CheckpointedRun? _checkpoints;
    private readonly List<string> _files = [];
    private bool _completed;

    private RunWriter(RunFolder folder, RunInfo info, TimeProvider clock, CheckpointedRun? checkpoints)
    {
        _folder = folder;
        _info = info;
        _clock = clock;
        _startedAt = checkpoints?.Description.StartedAt ?? clock.GetUtcNow();
        _startedTicks = clock.GetTimestamp();
        _checkpoints = checkpoints;
        _recorder = new RunRecorder(folder, info, checkpoints);
    }

    /// <summary>Takes the requests as they end. Not safe for several threads at once.</summary>
    public IRequestSink Requests => _recorder;

    /// <summary>Starts writing.</summary>
    public static RunWriter Open(RunFolder folder, RunInfo info, TimeProvider clock) => Open(folder, info, clock, null);

    /// <summary>Starts writing, or goes on.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="info">The run.</param>
    /// <param name="clock">The clock of summary and manifest.</param>
    /// <param name="checkpoints">Its checkpoints if it keeps any; the writer disposes of them.</param>
    internal static RunWriter Open(RunFolder folder, RunInfo info, TimeProvider clock, CheckpointedRun? checkpoints)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new RunWriter(folder, info, clock, checkpoints);
    }

    /// <summary>Wall-clock time of the run so far, that before the checkpoint it goes on from included.</summary>
    private TimeSpan Wall => _clock.GetElapsedTime(_startedTicks) + (_checkpoints?.From?.Header.Wall ?? TimeSpan.Zero);

    /// <summary>Where the simulation puts its checkpoints; null if the run keeps none.</summary>
    /// <param name="simulationWall">Wall-clock time spent simulating so far.</param>
    internal ICheckpointStore? Checkpoints(Func<TimeSpan> simulationWall) => _checkpoints is { } kept
        ? new RunCheckpoints(kept.Folder, kept.Interval, _recorder, () => (Wall, simulationWall()))
        : null;

    /// <summary>Writes everything. The manifest comes last and lists the files: where it stands, the folder is whole.</summary>
    public WrittenRun Complete(RunOutcome outcome)
    {
        RequestsFile requests = _recorder.Complete();
        if (requests.Mode != "none") _files.Add("requests.parquet");
        LeakageSample[] samples = [.. outcome.Attacked.Select(message => message.Sample)];
        ParquetTable<LeakageSample>.Write(_folder.PathOf("leakage.parquet"), LeakageTable.Columns(), samples);
        _files.Add("leakage.parquet");
        IReadOnlyList<SheetFile> sheets = WriteSheets(outcome);
        RunSummary summary = Summarise(outcome, samples, requests);
        WriteFile("summary.json", ResultsJson.Write(summary));
        bool interrupted = outcome.Interrupted || outcome.Fleet.Interrupted;
        RunReport report = new(_info, summary, outcome.Fleet.Latencies, sheets, interrupted);
        WriteFile("report.html", HtmlReport.Render(report));
        Manifest manifest = Describe(summary, outcome.Fleet.Partition, interrupted);
        AtomicFile.Write(_folder.PathOf("manifest.json"), ResultsJson.Write(manifest));
        _completed = true;
        _folder.Release();
        if (!interrupted) CheckpointFolder.RemoveFrom(_folder.FullPath);
        return new WrittenRun(_folder.FullPath, summary, manifest);
    }

    /// <summary>
    /// Lets go of the folder; a run that was not completed leaves no files of its own but its checkpoints, and then also
    /// the mark that it is not complete.
    /// </summary>
    public void Dispose()
    {
        _recorder.Dispose();
        _checkpoints?.Dispose();
        if (_completed) return;
        foreach (string file in _files) File.Delete(_folder.PathOf(file));
        string pictures = _folder.PathOf(RunFolder.Pictures);
        if (Directory.Exists(pictures) && !Directory.EnumerateFileSystemEntries(pictures).Any()) Directory.Delete(pictures);
        _completed = true;
        if (CheckpointFolder.HasCheckpoint(_folder.FullPath)) return;
        CheckpointFolder.RemoveFrom(_folder.FullPath);
        _folder.Abandon();
    }

    private IReadOnlyList<SheetFile> WriteSheets(RunOutcome outcome)
    {
        IReadOnlyList<SheetFile> sheets = SheetFile.Of(outcome.Attacked, outcome.Picture, outcome.SsimConvention);
        if (sheets.Count > 0) Directory.CreateDirectory(_folder.PathOf(RunFolder.Pictures));
        foreach (SheetFile sheet in sheets) WriteFile($"{RunFolder.Pictures}/{sheet.Name}", sheet.Image.Png);
        return sheets;
    }

    private void WriteFile(string name, byte[] content)
    {
        _files.Add(name);
        AtomicFile.Write(_folder.PathOf(name), content);
    }

    private RunSummary Summarise(RunOutcome outcome, LeakageSample[] samples, RequestsFile requests)
    {
        FleetResult fleet = outcome.Fleet;
        LatencySummary latency = fleet.Latency;
        OrderedDictionary<string, double> byStage = [];
        for (int i = 0; i < StageTimes.Names.Count; i++) byStage[StageTimes.Names[i]] = latency.MeanMsByStage[i];
        return new RunSummary
        {
            Scenario = _info.Scenario,
            Seed = _info.Seed,
            SimulatedSeconds = fleet.SimulatedTime.Seconds,
            WallSeconds = Wall.TotalSeconds,
            Events = fleet.Events,
            EventsPerSecond = fleet.Events / (outcome.SimulationWall?.TotalSeconds ?? double.NaN),
            Devices = fleet.Devices,
            Requests = new RequestCounts(fleet.Issued, fleet.Answered, fleet.Failed, fleet.InFlight),
            EntityFailures = new EntityFailures(fleet.EntityFailures, fleet.StoppedEntities),
            LatencyMs = new LatencyFigures(latency.MeanMs, latency.P50Ms, latency.P95Ms, latency.P99Ms, byStage),
            Accuracy = outcome.Accuracy,
            Leakage = LeakageSummary.Of(samples, outcome.Measures, outcome.SsimConvention),
            RequestsFile = requests,
            ResultHash = fleet.ResultHash,
            TensorHash = TensorHash.Of(outcome.Accuracy, samples),
        };
    }

    private Manifest Describe(RunSummary summary, PartitionReport? partition, bool interrupted) => new()
    {
        Status = interrupted ? RunStatus.Interrupted : RunStatus.Finished,
        Scenario = _info.Resolved,
        ScenarioHash = _info.ScenarioHash,
        Seed = _info.Seed,
        Version = Provenance.Version,
        Commit = Provenance.Commit,
        Libraries = Provenance.Libraries(),
        Host = Provenance.Host(),
        Device = _info.Compute.Name,
        Partition = ManifestPartition.Of(partition),
        CommandLine = _info.CommandLine,
        StartedAt = _startedAt,
        EndedAt = _clock.GetUtcNow(),
        ResultHash = summary.ResultHash,
        TensorHash = summary.TensorHash,
        Files = [.. _files.Order(StringComparer.Ordinal).Select(name => Provenance.Describe(_folder.FullPath, name))],
    };
}
