using System.CommandLine;
using System.Globalization;
using System.Text;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Topology;
using Fleet.Host.Attacks;
using Fleet.Host.Checkpoints;
using Fleet.Host.Forecasts;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Tensors;

namespace Fleet.Host.Commands;

/// <summary>The command <c>run</c>: one scenario, from file to result folder, or the rest of a run that was cut short.</summary>
internal sealed class RunCommand
{
    private const string RunsFolder = "runs";

    private readonly ScenarioOptions _options;
    private readonly CheckpointOptions _checkpoints = new();
    private readonly Consoles _consoles;

    private RunCommand(Consoles consoles, Catalogs catalogs)
    {
        _consoles = consoles;
        _options = new ScenarioOptions(catalogs);
    }

    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles, Catalogs catalogs)
    {
        var run = new RunCommand(consoles, catalogs);
        var command = new Command("run", "Run a scenario and write a result folder: tables, pictures and a report.");
        run._options.File.Arity = ArgumentArity.ZeroOrOne;
        run._options.AddTo(command);
        run._checkpoints.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Guard.Run(consoles, () => parsed.GetValue(run._checkpoints.Resume) is { } folder
                ? run.Resume(parsed, folder, cancellation)
                : run.Start(parsed, cancellation)),
            CancellationToken.None));
        return command;
    }

    private int Start(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_options.File) is null)
        {
            throw new UsageException("Say which scenario to run: fleetsim run SCENARIO. To go on with an unfinished run: fleetsim run --resume DIR.");
        }

        ComputeDevice compute = _options.Device.Open(parsed);
        SimTime? interval = _checkpoints.Interval(parsed);
        Scenario scenario = _options.Read(parsed).Scenario!;
        using var speed = new MachineSpeed(compute, _consoles.Clock);
        _options.Forecast(parsed, [(scenario, 1)], RunsFolder, _consoles, compute, speed, keepCheckpoints: interval is not null);
        string? folder = parsed.GetValue(_options.Out);
        bool force = parsed.GetValue(_options.Force);
        string[] commandLine = Environment.GetCommandLineArgs()[1..];
        return Execute(
            parsed,
            scenario,
            compute,
            () => folder is null ? RunFolder.Next(RunsFolder, scenario.Name) : RunFolder.At(folder, force),
            commandLine,
            interval is { } every ? claimed => CheckpointedRun.Begin(claimed, scenario, every, commandLine, _consoles.Clock) : null,
            cancellation);
    }

    private int Resume(ParseResult parsed, string folder, CancellationToken cancellation)
    {
        if (parsed.GetValue(_options.Out) is not null || parsed.GetValue(_options.Force))
        {
            throw new UsageException($"A run goes on in its own folder: {_checkpoints.Resume.Name} takes neither --out nor --force.");
        }

        ComputeDevice compute = _options.Device.Open(parsed);
        string path = Path.GetFullPath(folder);
        TextWriter error = _consoles.Error.Profile.Out.Writer;
        (Scenario scenario, RunFolder claimed, CheckpointedRun run) = UnfinishedRun.Open(
            path,
            _checkpoints.Interval(parsed),
            (text, file) => _options.ReadOr(parsed, text, file),
            tell: text => TellUnlessSilent(parsed, text),
            warn: error.WriteLine);
        using (claimed)
        using (run)
        {
            TellRegions(_options.Simulation(parsed), run.From?.Header.Regions, error);
            return Execute(parsed, scenario, compute, () => claimed, run.Description.CommandLine, _ => run, cancellation);
        }
    }

    private int Execute(
        ParseResult parsed,
        Scenario scenario,
        ComputeDevice compute,
        Func<RunFolder> openFolder,
        IReadOnlyList<string> commandLine,
        Func<RunFolder, CheckpointedRun>? checkpoints,
        CancellationToken cancellation)
    {
        var progress = ProgressReporter.For(_consoles.Error, _consoles.Clock, _options.IsSilent(parsed));
        using var networks = ModelStore.OfProcess(DataOption.ExistingFolder(parsed, _options.DataFolder), compute, _consoles.Error.Profile.Out.Writer);
        var run = new ScenarioRun(networks, _options.Simulation(parsed), progress, _consoles.Clock);
        RunFolder? opened = null;
        var shown = new ShownResults();
        try
        {
            return Tell(parsed, shown, run.Execute(
                scenario, () => opened = openFolder(), commandLine, checkpoints, figures => shown.Show(() => Show(parsed, figures)), cancellation));
        }
        catch (OperationCanceledException) when (CanGoOn(opened))
        {
            _consoles.Error.Profile.Out.Writer.WriteLine($"Interrupted. {CheckpointFolder.HowToResume(opened!.FullPath)}");
            return ExitCode.Interrupted;
        }
        catch (UnwrittenException problem)
        {
            throw problem.With(CheckpointFolder.AfterLoss(opened!.FullPath));
        }
        catch (Exception exception) when (exception is not (RunFolderException or DatasetException or CheckpointFormatException or CheckpointUnsupportedException or OutputException) && CanGoOn(opened))
        {
            throw new UnfinishedRunException($"{PlainWords.Of(exception)}\n{CheckpointFolder.HowToResume(opened!.FullPath)}", exception);
        }
    }

    private void Show(ParseResult parsed, RunFigures figures)
    {
        if (parsed.GetValue(_options.Json))
        {
            _consoles.Out.Profile.Out.Writer.WriteLine(Encoding.UTF8.GetString(ResultsJson.Write(figures.Summary)).TrimEnd());
        }
        else if (!parsed.GetValue(_options.Quiet))
        {
            ConsoleSummary.Write(_consoles.Out, figures);
        }
    }

    private int Tell(ParseResult parsed, ShownResults shown, WrittenRun written)
    {
        if (!_options.IsSilent(parsed))
        {
            shown.Show(() => ConsoleSummary.WritePlace(_consoles.Out, written.Folder));
        }

        if (written.Manifest.Status != RunStatus.Interrupted)
        {
            shown.ThrowIfLost(written.Folder);
            return ExitCode.Done;
        }

        TextWriter error = _consoles.Error.Profile.Out.Writer;
        error.WriteLine($"Interrupted. What was finished is in {written.Folder}");
        if (CheckpointFolder.HasCheckpoint(written.Folder))
        {
            error.WriteLine(CheckpointFolder.HowToResume(written.Folder));
        }

        return ExitCode.Interrupted;
    }

    private void TellUnlessSilent(ParseResult parsed, string text)
    {
        if (!_options.IsSilent(parsed))
        {
            _consoles.Error.Profile.Out.Writer.WriteLine(text);
        }
    }

    private static bool CanGoOn(RunFolder? folder) => folder is not null && CheckpointFolder.HasCheckpoint(folder.FullPath);

    private static void TellRegions(SimulationOptions asked, int? regions, TextWriter error)
    {
        if (regions is { } begun && ((asked.Regions > 0 && asked.Regions != begun) || (asked.Threads > 0 && asked.Threads < begun)))
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The run was begun in {begun} regions and goes on in them, each with a thread; --regions and --threads do not change that."));
        }
    }
}
