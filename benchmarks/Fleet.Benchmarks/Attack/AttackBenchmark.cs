using System.CommandLine;
using Fleet.Models.Data;

namespace Fleet.Benchmarks.Attack;

/// <summary>
/// How many pictures rMLE recovers in a second, beside the settings of the published code run by the same code, in turn, in
/// one process, on one core.
/// </summary>
internal static class AttackBenchmark
{
    private const int Failed = 1;
    private const int WarmUpIterations = 50;

    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var splits = new Option<string>("--splits") { Description = "Cuts, with commas between.", DefaultValueFactory = _ => "conv1,ReLU2" };
        var images = new Option<int>("--images") { Description = "Pictures that our settings recover in each round.", DefaultValueFactory = _ => 32 };
        var reference = new Option<int>("--reference-images")
        {
            Description = "Pictures on which both are compared. The published settings are slow: one at a time they take each of them once, over all rounds.",
            DefaultValueFactory = _ => 10,
        };
        var iterations = new Option<int>("--iterations") { Description = "Most iterations of our settings.", DefaultValueFactory = _ => 200 };
        var repetitions = new Option<int>("--repetitions") { Description = "Rounds; the medians count.", DefaultValueFactory = _ => 5 };
        var seed = AttackOptions.Seed();
        var json = AttackOptions.Json();
        AttackOptions.RequireCuts(splits);
        AttackOptions.RequirePositive(images, reference, iterations, repetitions);
        var command = new Command("attack", "Pictures that rMLE recovers in a second, at least as good as with the published settings.")
        {
            splits, images, reference, iterations, repetitions, seed, json,
        };
        command.SetAction(parsed => Run(
            new AttackPlan(parsed.GetValue(images), parsed.GetValue(reference), parsed.GetValue(iterations), parsed.GetValue(repetitions)),
            AttackOptions.Cuts(parsed.GetValue(splits)!),
            (ulong)parsed.GetValue(seed),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(AttackPlan plan, string[] splits, ulong seed, bool json)
    {
        LabelledData data = AttackSubject.LoadData();
        using AttackSubject subject = AttackSubject.Of(data, seed);
        if (subject.Pictures < Math.Max(plan.Images, plan.ReferenceImages))
        {
            Console.Error.WriteLine($"{subject.Data} has {subject.Pictures} pictures to recover.");
            return Failed;
        }

        var output = new AttackOutput(subject, json);
        bool holds = true;
        foreach (string split in splits)
        {
            var comparison = AttackComparison.Of(subject, split, plan, WarmUpIterations);
            holds &= comparison.IsAtLeastAsGood;
            output.Compared(comparison);
        }

        output.End();
        if (!holds)
        {
            Console.Error.WriteLine("Our settings recover less than the published ones: the ratios compare nothing. More iterations may help.");
        }

        return holds ? 0 : Failed;
    }
}

/// <summary>How much is measured.</summary>
/// <param name="Images">Pictures that our settings recover in each round.</param>
/// <param name="ReferenceImages">Pictures on which both are compared.</param>
/// <param name="Iterations">The most iterations of our settings.</param>
/// <param name="Rounds">How often each is measured.</param>
internal sealed record AttackPlan(int Images, int ReferenceImages, int Iterations, int Rounds);
