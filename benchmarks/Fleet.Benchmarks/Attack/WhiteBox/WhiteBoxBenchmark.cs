using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fleet.Host.Experiments.Reproduction;
using Fleet.Models.Data;

namespace Fleet.Benchmarks.Attack.WhiteBox;

/// <summary>The default settings of rMLE beside a plain run of the published ones, on the same networks and pictures.</summary>
internal static class WhiteBoxBenchmark
{
    private const int Failed = 1;
    private const string Adaptive = "adaptive";
    private const string Naive = "naive";
    private const string Both = "both";

    /// <summary>The command that runs this comparison.</summary>
    public static Command Command()
    {
        var epochs = new Option<int[]>("--epochs") { Description = "Lengths of the training.", DefaultValueFactory = _ => [2, 10, 30], AllowMultipleArgumentsPerToken = true };
        var seeds = AttackOptions.Seeds(3);
        var splits = new Option<string>("--splits") { Description = "Cuts, with commas between; all: those from conv1 to fc2.", DefaultValueFactory = _ => "all" };
        var defenses = new Option<string[]>("--defenses")
        {
            Description = "Defences on the activation, such as none or gaussian:0.8.",
            DefaultValueFactory = _ => [WhiteBoxPlan.NoDefense],
            AllowMultipleArgumentsPerToken = true,
        };
        var attackers = new Option<string>("--attackers") { Description = "Who attacks a defence: who knows it, who does not, or both.", DefaultValueFactory = _ => Both };
        attackers.AcceptOnlyFromAmong(Adaptive, Naive, Both);
        var first = new Option<int>("--first") { Description = "The first test picture.", DefaultValueFactory = _ => 200 };
        var images = new Option<int>("--images") { Description = "Pictures from there on, in one batch.", DefaultValueFactory = _ => 16 };
        var jobs = new Option<int>("--jobs") { Description = "Networks at once.", DefaultValueFactory = _ => 1 };
        var file = new Option<string?>("--file") { Description = "Keep finished runs in this file, a line of JSON each; the same command goes on with it." };
        var markdown = new Option<string?>("--markdown") { Description = "Write the table into this document too, in the place of the section NAME." };
        var name = new Option<string>("--section") { Description = "NAME of the section.", DefaultValueFactory = _ => "white-box" };
        var json = AttackOptions.Json();
        AttackOptions.RequireCuts(splits);
        AttackOptions.RequirePositive(images, seeds, jobs);
        AttackOptions.RequireDefenses(defenses);
        epochs.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int[]>().Any(length => length < 1))
            {
                parsed.AddError("--epochs must be at least 1.");
            }
        });
        first.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() < 0)
            {
                parsed.AddError("--first must be at least 0.");
            }
        });
        var command = new Command("white-box", "What the default and the published settings of rMLE recover at each cut, over lengths and seeds of the training.")
        {
            epochs, seeds, splits, defenses, attackers, first, images, jobs, file, markdown, name, json,
        };
        command.SetAction(parsed =>
        {
            var plan = new WhiteBoxPlan(
                parsed.GetValue(epochs)!,
                parsed.GetValue(seeds),
                AttackOptions.Cuts(parsed.GetValue(splits)!),
                parsed.GetValue(defenses)!,
                parsed.GetValue(attackers) switch { Adaptive => [true], Naive => [false], _ => [false, true] },
                parsed.GetValue(first),
                parsed.GetValue(images));
            LabelledData data = AttackSubject.LoadData();
            IReadOnlyList<WhiteBoxRun> runs = new WhiteBoxGrid(data, parsed.GetValue(file), parsed.GetValue(jobs)).Run(plan.Runs(data.Test.Name));
            IReadOnlyList<WhiteBoxRow> rows = WhiteBoxRow.Of(runs);
            string text = Text(plan, data.Test.Name, rows);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(runs) : text);
            if (parsed.GetValue(markdown) is { } document)
            {
                ReproductionDocument.Write(document, parsed.GetValue(name)!, text + "\n");
            }

            return WhiteBoxRow.Holds(rows) ? 0 : Failed;
        });
        return command;
    }

    private static string Text(WhiteBoxPlan plan, string data, IReadOnlyList<WhiteBoxRow> rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {AttackSubject.Spec.Name}, {data}, test pictures {plan.First} to {plan.First + plan.Images - 1}, training seeds 1 to {plan.Seeds}; PSNR in dB / SSIM (uniform7), means over the pictures, then medians over the seeds; gains are those of the default over the published settings on the same network.
        On {rows.Sum(row => row.Below)} of {rows.Sum(row => row.Pairs.Count)} networks and cells the default recovers less, in PSNR or in SSIM.

        {WhiteBoxRow.Head}
        {string.Join('\n', rows)}
        """);
}
