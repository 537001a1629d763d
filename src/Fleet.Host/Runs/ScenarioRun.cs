using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Attacks;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;

namespace Fleet.Host.Runs;

/// <summary>
/// One run from scenario to result folder: train, simulate, measure accuracy, attack, write. The simulated world comes
/// first and alone; tensors only ever look at what it yielded.
/// </summary>
internal sealed class ScenarioRun(ModelStore networks, SimulationOptions simulation, ProgressReporter progress, TimeProvider clock)
{
    /// <summary>Runs the scenario and writes its folder. Interrupted, it writes what is finished.</summary>
    /// <param name="scenario">The scenario as resolved.</param>
    /// <param name="openFolder">Claims the folder.</param>
    /// <param name="commandLine">The arguments of the process, for the manifest.</param>
    /// <param name="checkpoints">Begins to keep checkpoints in the folder, or goes on; null to keep none.</param>
    /// <param name="show">Shown the figures before any file is written.</param>
    /// <param name="cancellation">Interrupts the run.</param>
    /// <exception cref="OperationCanceledException">It was interrupted before anything was finished; nothing was written.</exception>
    /// <exception cref="UnwrittenException">Its results, or its checkpoints, could not be written.</exception>
    public WrittenRun Execute(
        Scenario scenario,
        Func<RunFolder> openFolder,
        IReadOnlyList<string> commandLine,
        Func<RunFolder, CheckpointedRun>? checkpoints,
        Action<RunFigures>? show,
        CancellationToken cancellation)
    {
        scenario = networks.Resolve(scenario);
        FleetSpec fleet = ScenarioCompiler.Compile(scenario);
        using RunFolder folder = openFolder();
        (RunWriter opened, CheckpointedRun? kept) = Begin(checkpoints, folder, Describe(scenario, commandLine) with { Compute = networks.Compute });
        using RunWriter writer = opened;
        ResumePoint? from = kept?.From;
        PreparedNetwork? network = NeedsNetwork(scenario) ? networks.Prepare(scenario.Model, progress, cancellation, Defenses(scenario)) : null;

        long start = clock.GetTimestamp();
        TimeSpan SimulationWall() => clock.GetElapsedTime(start) + (from?.Header.SimulationWall ?? TimeSpan.Zero);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        SimulationOptions options = simulation with { Checkpoints = writer.Checkpoints(SimulationWall, stop.Cancel), ResumeFrom = from?.Reader };
        FleetResult result = progress.Run("Simulating", stage => FleetSimulation.Run(
            fleet, writer.Requests, options, new SimulationStage(stage, from?.Header.At, scenario.Duration, clock), clock, stop.Token));
        TimeSpan simulationWall = SimulationWall();
        if (writer.CheckpointProblem is { } problem)
        {
            show?.Invoke(writer.Stopped(new RunOutcome { Fleet = result, Picture = scenario.Model.Network.Input, SimulationWall = simulationWall }));
            throw new UnwrittenException(
                $"the run failed at {result.SimulatedTime}, for its checkpoint could not be written: {problem.Message.TrimEnd('.')}.",
                problem);
        }

        var accuracy = new List<AccuracyRow>();
        var leakage = new FoundLeakage();
        bool interrupted = network is not null && !result.Interrupted
            && Measure(network, scenario, result, accuracy, leakage, cancellation) == Measurement.Interrupted;
        return writer.Complete(new RunOutcome
        {
            Fleet = result,
            Accuracy = accuracy,
            Attacks = leakage.Attacks,
            Attacked = leakage.Messages,
            Cuts = leakage.Cuts,
            Picture = scenario.Model.Network.Input,
            SimulationWall = simulationWall,
            Interrupted = interrupted,
        }, show);
    }

    // A folder that does not take the first files is given back before anything is computed.
    private (RunWriter Writer, CheckpointedRun? Kept) Begin(Func<RunFolder, CheckpointedRun>? checkpoints, RunFolder folder, RunInfo info)
    {
        try
        {
            CheckpointedRun? kept = checkpoints?.Invoke(folder);
            return (RunWriter.Open(folder, info, clock, kept), kept);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!CheckpointFolder.HasCheckpoint(folder.FullPath))
            {
                CheckpointFolder.RemoveFrom(folder.FullPath);
                folder.Abandon();
            }

            throw RunFolderException.CannotWrite(folder.FullPath, problem);
        }
    }

    /// <summary>Learns what a run needs and no earlier one has learned, so that <see cref="Execute"/> finds it.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted; what was finished is kept.</exception>
    public void Prepare(Scenario scenario, CancellationToken cancellation)
    {
        scenario = networks.Resolve(scenario);
        if (!NeedsNetwork(scenario))
        {
            return;
        }

        networks.Prepare(scenario.Model, progress, cancellation, Defenses(scenario));
        if (scenario.Adversary is not null && scenario.Results.Identification)
        {
            networks.Judge(scenario.Model, progress, cancellation);
        }
    }

    private enum Measurement
    {
        Finished,
        Interrupted,
    }

    private static bool NeedsNetwork(Scenario scenario) => scenario.Results.Accuracy || scenario.Adversary is not null;

    private static IReadOnlyCollection<(string Split, DefenseChain Defense)> Defenses(Scenario scenario) =>
        [.. scenario.Devices.SelectMany(device => device.OtherDefenses.Prepend(device.Defense), (device, defense) => (device.Split, defense)).Distinct()];

    private Measurement Measure(
        PreparedNetwork network,
        Scenario scenario,
        FleetResult result,
        List<AccuracyRow> accuracy,
        FoundLeakage leakage,
        CancellationToken cancellation)
    {
        try
        {
            if (scenario.Results.Accuracy)
            {
                progress.Run("Accuracy", stage => AccuracyStage.Run(network, scenario, accuracy, stage, cancellation));
            }

            if (scenario.Adversary is { } adversary)
            {
                IdentificationJudge? judge = scenario.Results.Identification ? networks.Judge(scenario.Model, progress, cancellation) : null;
                progress.Run("Attacking", stage =>
                    new AttackStage(network, scenario, adversary, judge, networks.Learned, clock).Run(result.Captured, leakage, stage, cancellation));
            }

            return Measurement.Finished;
        }
        catch (OperationCanceledException)
        {
            return Measurement.Interrupted; // the lists hold what was finished
        }
    }

    private static RunInfo Describe(Scenario scenario, IReadOnlyList<string> commandLine)
    {
        RequestsMode requests = scenario.Results.RequestLimit switch
        {
            0 => RequestsMode.None,
            >= RequestsMode.MaxRows => RequestsMode.All,
            long rows => RequestsMode.Sample(rows),
        };
        return new RunInfo
        {
            Scenario = scenario.Name,
            Resolved = CanonicalScenario.ToElement(scenario),
            ScenarioHash = CanonicalScenario.Hash(scenario),
            Seed = scenario.Seed,
            CommandLine = commandLine,
            DeviceClasses = [.. scenario.Devices.Select(d => new RunDeviceClass(d.Class, d.Count, d.Split, d.Defense.Canonical) { OtherDefenses = [.. d.OtherDefenses.Select(other => other.Canonical)] })],
            WarmUp = scenario.WarmUp,
            ExpectedRequests = scenario.ExpectedRequests,
            Requests = requests,
        };
    }

    // In a run that goes on, the share of what was left, and the speed since then.
    private sealed class SimulationStage(IStageProgress stage, SimTime? from, SimTime duration, TimeProvider clock) : IProgress<SimulationProgress>
    {
        private readonly long _start = clock.GetTimestamp();
        private readonly double _begin = from?.Seconds ?? 0;
        private long? _eventsBefore = from is null ? 0 : null;

        public void Report(SimulationProgress value)
        {
            _eventsBefore ??= value.Events;
            double rate = (value.Events - _eventsBefore.Value) / Math.Max(1e-3, clock.GetElapsedTime(_start).TotalSeconds);
            string speed = rate >= 1e6 ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.0} M") : rate >= 1e3 ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e3:0} k") : string.Create(CultureInfo.InvariantCulture, $"{rate:0} ");
            double share = (value.SimulatedTime.Seconds - _begin) / (duration.Seconds - _begin);
            stage.Report(share, string.Create(CultureInfo.InvariantCulture, $"{value.SimulatedTime.Seconds:0.#} s simulated, {speed}events/s"));
        }
    }
}
