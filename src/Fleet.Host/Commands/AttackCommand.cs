using System.CommandLine;
using System.Runtime.ExceptionServices;
using System.Text;
using Fleet.Host.Attacks;
using Fleet.Host.Experiments;
using Fleet.Host.Experiments.Reproduction;
using Fleet.Host.Forecasts;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Training;

namespace Fleet.Host.Commands;

/// <summary>The command <c>attack</c>: attacks on cut networks without a fleet.</summary>
internal static class AttackCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles, Catalogs catalogs)
    {
        var options = new AttackOptions(catalogs);
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

        string? document = reproduction is null ? null : parsed.GetValue(options.Markdown);
        OutputProbe.File(document);
        string folderName = $"attack-{(reproduction is null ? plan.Network.Name : reproduction.Id)}-{plan.Data.Name}";
        using AttackFolder folder = AttackFolder.Open(parsed.GetValue(options.Out), folderName, plan, parsed.GetValue(options.Force));
        TextWriter error = consoles.Error.Profile.Out.Writer;
        using var models = ModelStore.OfProcess(options.DataFolder(parsed), plan.Compute, error);
        models.Load(plan.Data, ProgressReporter.For(consoles.Error, consoles.Clock, quiet: true), cancellation);
        using MachineSpeed? speed = options.IsSilent(parsed) ? null : new MachineSpeed(plan.Compute, consoles.Clock);
        if (speed is not null)
        {
            error.WriteLine($"{Describe(plan)} into {folder.FullPath}{Forecast(plan, folder, speed, models.Weights)}");
        }

        var progress = ProgressReporter.For(consoles.Error, consoles.Clock, options.IsSilent(parsed));
        AttackOutcome outcome = new AttackExperiment(models, speed, progress, consoles.Clock)
            .Execute(plan, folder, error.WriteLine, cancellation);
        IReadOnlyList<StrongestCell> strongest = StrongestAttack.Of(plan, outcome.Cells);
        IReadOnlyList<AttackRow> rows = AttackRow.Of(plan, outcome.Cells, strongest);
        var shown = new ShownResults();
        if (outcome.Failure is not OperationCanceledException)
        {
            shown.Show(() => Print(options, parsed, consoles, reproduction, rows));
        }

        WrittenFiles files = WriteTables(folder, plan, outcome.Cells, strongest, rows, startedAt, consoles.Clock);
        if (outcome.Failure is OperationCanceledException)
        {
            error.WriteLine($"Interrupted after {outcome.Cells.Count} of {plan.Cells().Count} cells. {HowToGoOn(folder)}");
            return ExitCode.Interrupted;
        }

        ThrowIfFailed(outcome, files, folder);
        if (document is not null)
        {
            string section = ReproductionText.Section(reproduction!, plan, rows, options.Remark(parsed, plan.Data));
            ReproductionDocument.Write(document, $"{reproduction!.Id} {plan.Data.Name}", section);
        }

        if (!options.IsSilent(parsed))
        {
            shown.Show(() => AttackConsole.WritePlace(consoles.Out, folder.FullPath));
        }

        shown.ThrowIfLost(folder.FullPath);

        return ExitCode.Done;
    }

    private static string HowToGoOn(AttackFolder folder) => $"To go on, run the same command with --out {folder.FullPath}";

    private static void ThrowIfFailed(AttackOutcome outcome, WrittenFiles files, AttackFolder folder)
    {
        if (outcome.Failure is UnwrittenException lost)
        {
            throw lost.With(HowToGoOn(folder));
        }

        if (outcome.Failure is { } failure)
        {
            ExceptionDispatchInfo.Capture(failure).Throw();
        }

        if (!files.AreWhole)
        {
            throw files.Problem().With(HowToGoOn(folder));
        }
    }

    private static string Describe(AttackPlan plan)
    {
        int cells = plan.Cells().Count;
        return $"{plan.Network.Name} on {plan.Data.Name}: {Count(cells, "cell")} of {plan.PicturesInWords} ("
            + $"{Count(plan.Splits.Count, "split")}, {Count(plan.Cases.Count, "attack")}, {Count(plan.Defenses.Count, "defence")})";

        static string Count(int number, string noun) => $"{Figures.Count(number)} {noun}{(number == 1 ? "" : "s")}";
    }

    private static string Forecast(AttackPlan plan, AttackFolder folder, MachineSpeed speed, WeightStore weights)
    {
        AttackCell[] open = [.. plan.Cells().Where(cell => folder.Finished(cell).Result is null)];
        string time = AttackWork.Forecast(AttackWork.Of(plan, open, speed, weights)).Describe();
        return time.Length > 0 ? $", {time}" : "";
    }

    // After the rows have been shown: what does not fit on the disk is on the screen. The manifest comes last and vouches for the rest.
    private static WrittenFiles WriteTables(
        AttackFolder folder,
        AttackPlan plan,
        IReadOnlyList<FinishedCell> cells,
        IReadOnlyList<StrongestCell> strongest,
        IReadOnlyList<AttackRow> rows,
        DateTimeOffset startedAt,
        TimeProvider clock)
    {
        var files = new WrittenFiles(folder.FullPath);
        if (rows.Count > 0)
        {
            File.Delete(Path.Combine(folder.FullPath, Manifest.FileName)); // of an earlier call: it vouches for other tables
            files.Write("attack.json", Encoding.UTF8.GetBytes(AttackJson.ToText(rows) + "\n"));
            files.Write("leakage.parquet", path => AttackTable.Write(path, plan, cells, strongest));
            AttackPlots.Write(files, rows);
            if (files.AreWhole)
            {
                files.Write(Manifest.FileName, AttackManifest.ToBytes(
                    folder, plan, cells.Count, [.. files.Names], Environment.GetCommandLineArgs()[1..], startedAt, clock.GetUtcNow()));
            }
        }

        return files;
    }

    private static void Print(
        AttackOptions options, ParseResult parsed, Consoles consoles, PaperReproduction? reproduction, IReadOnlyList<AttackRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

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

        AttackConsole.Write(consoles.Out, rows);
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
