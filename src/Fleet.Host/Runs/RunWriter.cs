using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Checkpoints;
using Fleet.Host.Reports;
using Fleet.Host.Results;

namespace Fleet.Host.Runs;

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
    private readonly RequestsRecorder _recorder;
    private readonly CheckpointedRun? _checkpoints;
    private bool _completed;

    private RunWriter(RunFolder folder, RunInfo info, TimeProvider clock, CheckpointedRun? checkpoints)
    {
        _folder = folder;
        _info = info;
        _clock = clock;
        _startedAt = checkpoints?.Description.StartedAt ?? clock.GetUtcNow();
        _startedTicks = clock.GetTimestamp();
        _checkpoints = checkpoints;
        _recorder = new RequestsRecorder(folder, info, checkpoints);
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

    /// <summary>Why the run could not keep its checkpoints and has stopped; null if it could.</summary>
    internal Exception? CheckpointProblem => _checkpoints is null ? null : _recorder.Problem;

    /// <summary>Where the simulation puts its checkpoints; null if the run keeps none.</summary>
    /// <param name="simulationWall">Wall-clock time spent simulating so far.</param>
    /// <param name="stop">Stops the simulation: it cannot be gone on with from where it is.</param>
    internal ICheckpointStore? Checkpoints(Func<TimeSpan> simulationWall, Action stop)
    {
        if (_checkpoints is not { } kept) return null;
        _recorder.WhenLost = stop;
        return new RunCheckpoints(kept.Folder, kept.Interval, _recorder, () => (Wall, simulationWall()));
    }

    /// <summary>
    /// Writes everything. The manifest comes last and lists the files: where it stands, the folder is whole. Results of the
    /// same run from before an interruption are replaced then.
    /// </summary>
    /// <param name="outcome">What the run gave.</param>
    /// <param name="show">Shown the figures before the first file is written.</param>
    /// <exception cref="UnwrittenException">Some files could not be written. The others stay, without a manifest.</exception>
    public WrittenRun Complete(RunOutcome outcome, Action<RunFigures>? show = null)
    {
        LeakageSample[] samples = [.. outcome.Attacked.Select(message => message.Sample)];
        RunSummary summary = Summarise(outcome, samples);
        RunStatus status = outcome.Interrupted || outcome.Fleet.Interrupted ? RunStatus.Interrupted : RunStatus.Finished;
        show?.Invoke(new RunFigures(summary, status, ManifestPartition.Of(outcome.Fleet.Partition)));
        Manifest? earlier = ResultsJson.TryReadManifest(_folder.FullPath);
        var files = new WrittenFiles(_folder.FullPath);
        WriteFiles(files, outcome, summary, samples, status);
        Manifest? manifest = files.AreWhole ? Describe(summary, outcome, status, files.Names) : null;
        if (manifest is null || !files.Write(Manifest.FileName, ResultsJson.Write(manifest)))
        {
            LeaveIncomplete(files);
            throw files.Problem(summary);
        }

        _completed = true;
        EarlierRun.RemoveReplaced(_folder.FullPath, earlier, manifest);
        if (status == RunStatus.Finished || !CheckpointFolder.HasCheckpoint(_folder.FullPath)) CheckpointFolder.RemoveFrom(_folder.FullPath);
        _folder.Release();
        return new WrittenRun(_folder.FullPath, summary, manifest);
    }

    /// <summary>
    /// The figures of a run that could not keep its checkpoints, and stopped. None of its files is written: the disk does not
    /// take what is needed most.
    /// </summary>
    internal RunFigures Stopped(RunOutcome outcome) =>
        new(Summarise(outcome, []), RunStatus.Interrupted, ManifestPartition.Of(outcome.Fleet.Partition));

    /// <summary>
    /// Lets go of the folder; a run that was not completed leaves no files of its own but its checkpoints, and then also
    /// the mark that it is not complete.
    /// </summary>
    public void Dispose()
    {
        _recorder.Dispose();
        _checkpoints?.Dispose();
        if (!_completed && !CheckpointFolder.HasCheckpoint(_folder.FullPath))
        {
            string pictures = _folder.PathOf(Manifest.PicturesFolder);
            if (Directory.Exists(pictures) && !Directory.EnumerateFileSystemEntries(pictures).Any()) Directory.Delete(pictures);
            CheckpointFolder.RemoveFrom(_folder.FullPath);
            _folder.Abandon();
        }

        _completed = true;
        _folder.Dispose();
    }

    // What stands is worth keeping, and no manifest vouches for it. A run that wrote nothing at all gives its folder back.
    private void LeaveIncomplete(WrittenFiles files)
    {
        if (files.Names.Count == 0) return;
        _completed = true;
        _folder.MarkIncomplete();
    }

    // Small and dear files first: on a disk that is nearly full they still find room.
    private void WriteFiles(WrittenFiles files, RunOutcome outcome, RunSummary summary, LeakageSample[] samples, RunStatus status)
    {
        files.Write("summary.json", ResultsJson.Write(summary));
        IReadOnlyList<SheetFile> sheets = SheetFile.Of(outcome.Attacked, outcome.Picture);
        files.Write("report.html", HtmlReport.Render(new RunReport(_info, summary, outcome.Fleet.Latencies, sheets, status == RunStatus.Interrupted)));
        foreach (SheetFile sheet in sheets) files.Write($"{Manifest.PicturesFolder}/{sheet.Name}", sheet.Image.Png);
        files.Write("leakage.parquet", path => ParquetTable<LeakageSample>.Write(path, LeakageTable.Columns(), samples));
        if (_recorder.Problem is { } problem)
        {
            files.Lose("requests.parquet", problem);
        }
        else if (summary.RequestsFile.Mode != RequestsFile.None && !files.Write("requests.parquet", _ => _recorder.Complete()))
        {
            files.Write("summary.json", ResultsJson.Write(summary with { RequestsFile = summary.RequestsFile with { Mode = RequestsFile.None, Rows = 0 } }));
        }
    }

    private RunSummary Summarise(RunOutcome outcome, LeakageSample[] samples)
    {
        FleetResult fleet = outcome.Fleet;
        LatencySummary latency = fleet.Latency;
        OrderedDictionary<string, double> byStage = [];
        foreach (Stage stage in StageTimes.Stages) byStage[stage.Name] = latency.MeanMsByStage[stage.Index];
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
            Leakage = LeakageSummary.Of(samples, outcome.Cuts),
            RequestsFile = _recorder.File,
            ResultHash = fleet.ResultHash,
            TensorHash = TensorHash.Of(outcome.Accuracy, samples),
        };
    }

    private Manifest Describe(RunSummary summary, RunOutcome outcome, RunStatus status, IReadOnlyList<string> files) => new()
    {
        Status = status,
        Scenario = _info.Resolved,
        ScenarioHash = _info.ScenarioHash,
        Seed = _info.Seed,
        Version = Provenance.Version,
        Commit = Provenance.Commit,
        Libraries = Provenance.Libraries(),
        Host = Provenance.Host(),
        Device = _info.Compute.Name,
        Partition = ManifestPartition.Of(outcome.Fleet.Partition),
        Attacks = [.. outcome.Attacks.Select(attack => attack.ToElement())],
        CommandLine = _info.CommandLine,
        StartedAt = _startedAt,
        EndedAt = _clock.GetUtcNow(),
        ResultHash = summary.ResultHash,
        TensorHash = summary.TensorHash,
        Files = [.. files.Order(StringComparer.Ordinal).Select(name => ManifestFile.Of(_folder.FullPath, name))],
    };
}
