using System.CommandLine;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host.Commands;

/// <summary>The command <c>run</c>: one scenario, from file to result folder.</summary>
internal static class RunCommand
{
    private const string RunsFolder = "runs";

    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles)
    {
        var options = new ScenarioOptions();
        var command = new Command("run", "Run a scenario and write a result folder: tables, pictures and a report.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Guard.Run(consoles, () => Run(options, parsed, consoles, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(ScenarioOptions options, ParseResult parsed, Consoles consoles, CancellationToken cancellation)
    {
        Scenario scenario = options.Read(parsed).Scenario!;
        options.Forecast(parsed, [scenario], RunsFolder, consoles.Error.Profile.Out.Writer);
        var progress = ProgressReporter.For(consoles.Error, consoles.Clock, options.IsSilent(parsed));
        using var networks = NetworkProvider.OfProcess(parsed.GetValue(options.Data));
        var run = new ScenarioRun(networks, options.Simulation(parsed), progress, consoles.Clock);
        string? folder = parsed.GetValue(options.Out);
        bool force = parsed.GetValue(options.Force);
        WrittenRun written = run.Execute(
            scenario,
            () => folder is null ? RunFolder.Next(RunsFolder, scenario.Name) : RunFolder.At(folder, force),
            Environment.GetCommandLineArgs()[1..],
            cancellation);

        if (parsed.GetValue(options.Json))
        {
            consoles.Out.Profile.Out.Writer.WriteLine(File.ReadAllText(Path.Combine(written.Folder, "summary.json")).TrimEnd());
        }
        else if (!parsed.GetValue(options.Quiet))
        {
            ConsoleSummary.Write(consoles.Out, written);
        }

        if (written.Manifest.Status != RunStatus.Interrupted)
        {
            return ExitCode.Done;
        }

        consoles.Error.Profile.Out.Writer.WriteLine($"Interrupted. What was finished is in {written.Folder}");
        return ExitCode.Interrupted;
    }
}
