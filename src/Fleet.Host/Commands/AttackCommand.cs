using System.CommandLine;
using System.Text;
using Fleet.Host.Experiments;
using Fleet.Host.Experiments.Reproduction;
using Fleet.Host.Forecasts;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Host.Terminal;
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
        DateTimeOffset startedAt = consoles.Clock.GetUtcNow();
        AttackPlan plan = options.Plan(parsed);
        PaperReproduction? reproduction = null;
        if (parsed.GetValue(options.Reproduce) is { } name)
        {
            reproduction = ReproductionCatalog.Find(name, plan.Data.Name);
            plan = ReproductionCatalog.Plan(reproduction, plan);
        }
        else if (parsed.GetValue(options.Markdown) is not null)
        {
            throw new UsageException("--markdown keeps what --reproduce measures; add --reproduce NAME.");
        }

        string folderName = $"attack-{(reproduction is null ? plan.Network.Name : reproduction.Id)}-{plan.Data.Name}";
        using VictimProvider victims = options.Victims(parsed, plan);
        victims.Load(cancellation);
        AttackFolder folder = AttackFolder.Open(parsed.GetValue(options.Out), folderName, plan, parsed.GetValue(options.Force));
        WeightStore weights = NetworkProvider.WeightsOfProcess(plan.Compute);
        using MachineSpeed? speed = options.IsSilent(parsed) ? null : new MachineSpeed(plan.Compute, consoles.Clock);
        if (speed is not null)
        {
            consoles.Error.Profile.Out.Writer.WriteLine($"{Describe(plan)} into {folder.FullPath}{Forecast(plan, folder, speed, weights)}");
        }

        var progress = ProgressReporter.For(consoles.Error, consoles.Clock, options.IsSilent(parsed));
        (IReadOnlyList<FinishedCell> cells, bool finished) =
            new AttackExperiment(victims, NetworkProvider.LearnedOfProcess(), weights, speed, progress, consoles.Clock).Execute(plan, folder, cancellation);
        IReadOnlyList<AttackRow> rows = AttackRow.Of(plan, cells);
        WriteTables(folder, plan, cells, rows);
        AttackManifest.Write(folder, plan, cells.Count, Environment.GetCommandLineArgs()[1..], startedAt, consoles.Clock.GetUtcNow());
        if (!finished)
        {
            consoles.Error.Profile.Out.Writer.WriteLine(
                $"Interrupted after {cells.Count} of {plan.Cells().Count} cells. To go on, run the same command with --out {folder.FullPath}");
            return ExitCode.Interrupted;
        }

        if (reproduction is not null && parsed.GetValue(options.Markdown) is { } document)
        {
            string section = ReproductionText.Section(reproduction, plan, rows, options.Remark(parsed, plan.Data));
            ReproductionDocument.Write(document, $"{reproduction.Id} {plan.Data.Name}", section);
        }

        Print(options, parsed, consoles, reproduction, rows, folder);
        return ExitCode.Done;
    }

    private static string Describe(AttackPlan plan)
    {
        int cells = plan.Cells().Count;
        return $"{plan.Network.Name} on {plan.Data.Name}: {Count(cells, "cell")} of {Count(plan.Images, "picture")} ("
            + $"{Count(plan.Splits.Count, "split")}, {Count(plan.Cases.Count, "attack")}, {Count(plan.Defenses.Count, "defence")})";

        static string Count(int number, string noun) => $"{Figures.Count(number)} {noun}{(number == 1 ? "" : "s")}";
    }

    private static string Forecast(AttackPlan plan, AttackFolder folder, MachineSpeed speed, WeightStore weights)
    {
        AttackCell[] open = [.. plan.Cells().Where(cell => folder.Finished(cell) is null)];
        string time = AttackWork.Forecast(AttackWork.Of(plan, open, speed, weights)).Describe();
        return time.Length > 0 ? $", {time}" : "";
    }

    private static void WriteTables(AttackFolder folder, AttackPlan plan, IReadOnlyList<FinishedCell> cells, IReadOnlyList<AttackRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        AttackTable.Write(folder.PathOf("leakage.parquet"), plan, cells);
        AtomicFile.Write(folder.PathOf("attack.json"), Encoding.UTF8.GetBytes(AttackJson.ToText(rows) + "\n"));
        AttackPlots.Write(folder, rows);
    }

    private static void Print(
        AttackOptions options, ParseResult parsed, Consoles consoles, PaperReproduction? reproduction, IReadOnlyList<AttackRow> rows, AttackFolder folder)
    {
        IReadOnlyList<ReproducedCell> reproduced = ReproducedCell.Of(reproduction?.Cells ?? [], rows);
        if (parsed.GetValue(options.Json))
        {
            consoles.Out.Profile.Out.Writer.WriteLine(reproduction switch
            {
                null => AttackJson.ToText(rows),
                { Figure: null } => ReproductionJson.Cells(reproduced),
                _ => ReproductionJson.Claims(reproduction.Claims, rows),
            });
            return;
        }

        if (parsed.GetValue(options.Quiet))
        {
            return;
        }

        AttackConsole.Write(consoles.Out, rows, folder.FullPath);
        if (reproduction is { Figure: null })
        {
            ReproductionConsole.Write(consoles.Out, reproduction.Title, reproduced);
        }
        else if (reproduction is not null)
        {
            ReproductionConsole.Write(consoles.Out, reproduction.Title, reproduction.Claims, rows);
        }
    }
}
