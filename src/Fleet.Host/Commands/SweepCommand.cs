using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Tensors;

namespace Fleet.Host.Commands;

/// <summary>The command <c>sweep</c>: every combination of some values, a row for each.</summary>
internal static class SweepCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles, Catalogs catalogs)
    {
        var options = new ScenarioOptions(catalogs);
        options.Out.Description = "Where to write; an interrupted sweep there goes on. [default: runs/NAME-sweep/NNN]";
        options.Force.Description = "Write into the folder of --out even if it holds something else.";
        var grid = new Option<string[]>("--grid")
        {
            Description = "Vary a value: PATH=VALUE,VALUE,... such as split=ReLU1,ReLU2. Repeatable; adds to the scenario's own sweep.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var replications = new Option<int?>("--replications") { Description = "How often each cell runs, with seeds seed, seed + 1, ..." };
        var command = new Command("sweep", "Run every combination of some values: a row for each, a table and a plot.") { grid, replications };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Guard.Run(consoles, () =>
            {
                IReadOnlyList<ScenarioOverride> axes = Axes(parsed.GetValue(grid) ?? [], parsed.GetValue(replications));
                return Run(options, parsed, options.Read(parsed, axes), consoles, cancellation);
            }),
            CancellationToken.None));
        return command;
    }

    /// <summary>The options as changes to the scenario's section <c>sweep</c>, so that they are checked like it.</summary>
    internal static IReadOnlyList<ScenarioOverride> Axes(IReadOnlyList<string> grid, int? replications)
    {
        var axes = new List<ScenarioOverride>();
        for (int i = 0; i < grid.Count; i++)
        {
            int equals = grid[i].IndexOf('=');
            if (equals <= 0 || equals == grid[i].Length - 1)
            {
                throw new UsageException($"--grid {grid[i]} varies nothing; expected PATH=VALUE,VALUE,... such as split=ReLU1,ReLU2.");
            }

            string values = grid[i][(equals + 1)..];
            string list = values.StartsWith('[') ? values : $"[{values}]";
            axes.Add(new ScenarioOverride(string.Create(CultureInfo.InvariantCulture, $"--grid {i + 1}"), $"sweep.{grid[i][..equals]}={list}"));
        }

        if (replications is { } count)
        {
            axes.Add(new ScenarioOverride("--replications", string.Create(CultureInfo.InvariantCulture, $"sweep.replications={count}")));
        }

        return axes;
    }

    private static int Run(ScenarioOptions options, ParseResult parsed, ScenarioReading reading, Consoles consoles, CancellationToken cancellation)
    {
        ComputeDevice compute = options.Device.Open(parsed);
        SweepPlan plan = reading.Sweep
            ?? throw new UsageException($"{reading.File} has no section 'sweep'; add one, or say what to vary with --grid PATH=VALUE,VALUE.");
        Scenario scenario = reading.Scenario!;
        using var speed = new MachineSpeed(compute, consoles.Clock);
        options.Forecast(parsed, [.. plan.Runs], "runs", consoles, compute, speed);
        using SweepFolder folder = SweepFolder.Open(parsed.GetValue(options.Out), scenario.Name, plan, parsed.GetValue(options.Force), compute);
        var progress = ProgressReporter.For(consoles.Error, consoles.Clock, options.IsSilent(parsed));
        TextWriter error = consoles.Error.Profile.Out.Writer;
        using var networks = ModelStore.OfProcess(DataOption.ExistingFolder(parsed, options.DataFolder), compute, error);
        SweepOutcome outcome = new SweepRun(networks, options.Simulation(parsed), Times(options, parsed, compute, speed, error), progress, consoles.Clock)
            .Execute(plan, folder, Environment.GetCommandLineArgs()[1..], error.WriteLine, cancellation);
        var shown = new ShownResults();
        shown.Show(() => Show(options, parsed, consoles, outcome));
        Exception? unwritten = WriteTables(plan, folder, outcome.Rows);
        if (outcome.Failure is OperationCanceledException)
        {
            error.WriteLine($"Interrupted after {outcome.Rows.Count} of {plan.Cells.Count} cells. {HowToGoOn(folder)}");
            return ExitCode.Interrupted;
        }

        if (outcome.Failure is UnwrittenException lost)
        {
            throw lost.With(HowToGoOn(folder));
        }

        ExceptionDispatchInfo? failure = (outcome.Failure ?? unwritten) is { } problem ? ExceptionDispatchInfo.Capture(problem) : null;
        failure?.Throw();
        if (!options.IsSilent(parsed))
        {
            shown.Show(() => SweepConsole.WritePlace(consoles.Out, outcome.Rows, folder.FullPath));
        }

        shown.ThrowIfLost(folder.FullPath);

        return ExitCode.Done;
    }

    private static string HowToGoOn(SweepFolder folder) => $"To go on, run the same command with --out {folder.FullPath}";

    private static void Show(ScenarioOptions options, ParseResult parsed, Consoles consoles, SweepOutcome outcome)
    {
        if (outcome.Rows.Count == 0 && outcome.Failure is not null)
        {
            return;
        }

        if (parsed.GetValue(options.Json))
        {
            consoles.Out.Profile.Out.Writer.WriteLine(SweepTable.ToText(outcome.Rows));
        }
        else if (!parsed.GetValue(options.Quiet))
        {
            SweepConsole.Write(consoles.Out, outcome.Rows);
        }
    }

    // After the rows have been shown: what does not fit on the disk is on the screen.
    private static UnwrittenException? WriteTables(SweepPlan plan, SweepFolder folder, IReadOnlyList<SweepRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var files = new WrittenFiles(folder.FullPath);
        string title = plan.Cells[0].Scenario.Name;
        files.Write("sweep.parquet", path => SweepTable.Write(path, rows));
        files.Write("sweep.png", SweepPlot.RenderPng(title, rows));
        files.Write("sweep.svg", SweepPlot.RenderSvg(title, rows));
        return files.AreWhole ? null : files.Problem().With(HowToGoOn(folder));
    }

    private static ScenarioTimes? Times(ScenarioOptions options, ParseResult parsed, ComputeDevice compute, MachineSpeed speed, TextWriter error) => options.IsSilent(parsed)
        ? null
        : new ScenarioTimes(speed, ModelStore.WeightsOfProcess(compute, error.WriteLine), options.Simulation(parsed));
}
