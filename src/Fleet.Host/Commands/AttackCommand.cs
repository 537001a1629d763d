using System.CommandLine;
using Fleet.Host.Experiments;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Commands;

/// <summary>The command <c>attack</c>: attacks on cut networks without a fleet.</summary>
internal static class AttackCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles)
    {
        var options = new AttackOptions();
        var command = new Command("attack", "Attack the cuts of a network without a fleet: the papers' experiments, a row for each.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Guard.Run(consoles, () => Run(options, parsed, consoles, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(AttackOptions options, ParseResult parsed, Consoles consoles, CancellationToken cancellation)
    {
        AttackPlan plan = options.Plan(parsed);
        AttackFolder folder = AttackFolder.Open(
            parsed.GetValue(options.Out), $"attack-{plan.Network.Name}-{plan.Data.Name}", plan, parsed.GetValue(options.Force));
        var progress = ProgressReporter.For(consoles.Error, consoles.Clock, options.IsSilent(parsed));
        using VictimProvider victims = options.Victims(parsed, plan);
        (IReadOnlyList<FinishedCell> cells, bool finished) =
            new AttackExperiment(victims, progress, consoles.Clock).Execute(plan, folder, cancellation);
        IReadOnlyList<AttackRow> rows = AttackRow.Of(plan, cells);
        if (rows.Count > 0)
        {
            AttackTable.Write(folder.PathOf("leakage.parquet"), plan, cells);
            AtomicFile.Write(folder.PathOf("attack.json"), System.Text.Encoding.UTF8.GetBytes(AttackJson.ToText(rows) + "\n"));
            AttackPlots.Write(folder, rows);
        }

        if (parsed.GetValue(options.Json))
        {
            consoles.Out.Profile.Out.Writer.WriteLine(AttackJson.ToText(rows));
        }
        else if (!parsed.GetValue(options.Quiet))
        {
            AttackConsole.Write(consoles.Out, rows, folder.FullPath);
        }

        if (finished)
        {
            return ExitCode.Done;
        }

        consoles.Error.Profile.Out.Writer.WriteLine(
            $"Interrupted after {cells.Count} of {plan.Cells().Count} cells. To go on, run the same command with --out {folder.FullPath}");
        return ExitCode.Interrupted;
    }
}
