using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Fleet.Benchmarks.Comparing;

/// <summary>How fast the working tree is beside another commit.</summary>
internal static class CompareBenchmark
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var against = new Option<string>("--base") { Description = "The commit to compare with: a revision that git knows.", Required = true };
        var pairs = new Option<int>("--pairs") { Description = $"Alternating pairs of processes; at least {PairedRatios.FewestPairs}.", DefaultValueFactory = _ => 21 };
        var only = new Option<string[]>("--only") { Description = $"Workloads, of {string.Join(", ", Workload.All.Select(w => w.Name))}; all if left out.", AllowMultipleArgumentsPerToken = true };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON alone, without the table before it." };
        only.AcceptOnlyFromAmong([.. Workload.All.Select(workload => workload.Name)]);
        pairs.Validators.Add(EnoughPairs);
        var command = new Command("compare", "Builds another commit and the working tree, and measures both in turn.") { against, pairs, only, json };
        command.SetAction(parsed => RunUntilSignal(cancellation => Run(
            parsed.GetValue(against)!,
            parsed.GetValue(pairs),
            parsed.GetValue(only) is { Length: > 0 } names ? [.. Workload.All.Where(w => names.Contains(w.Name))] : Workload.All,
            parsed.GetValue(json),
            cancellation)));
        return command;
    }

    /// <summary>Refuses too few pairs.</summary>
    public static void EnoughPairs(OptionResult pairs)
    {
        if (pairs.GetValueOrDefault<int>() < PairedRatios.FewestPairs)
        {
            pairs.AddError($"Fewer than {PairedRatios.FewestPairs} pairs give no interval of 95 %.");
        }
    }

    /// <summary>Runs something that ends early at Ctrl-C or SIGTERM, and then cleans up.</summary>
    public static int RunUntilSignal(Func<CancellationToken, int> run)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            return run(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted.");
            return Interrupted;
        }
        catch (InvalidOperationException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return cancellation.IsCancellationRequested ? Interrupted : Failed;
        }

        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            cancellation.Cancel();
        }
    }

    private static int Run(string revision, int pairs, IReadOnlyList<Workload> workloads, bool json, CancellationToken cancellation)
    {
        var tools = new Tools(cancellation);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fleetsim-compare-");
        try
        {
            string baseCommit = tools.Commit(revision);
            string headCommit = tools.WorkingTree(folder.FullName);
            Console.Error.WriteLine($"Building {baseCommit[..10]} and {headCommit[..10]} in {folder.FullName} ...");
            using BuiltTree first = BuiltTree.Of(tools, baseCommit, Path.Combine(folder.FullName, "base"));
            using BuiltTree second = BuiltTree.Of(tools, headCommit, Path.Combine(folder.FullName, "head"));
            Comparison[] comparisons = [.. workloads.Select(workload => Compare(tools, workload, pairs, first, second, folder.FullName))];
            Print(baseCommit, headCommit, comparisons, json);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Comparison Compare(Tools tools, Workload workload, int pairs, BuiltTree first, BuiltTree second, string folder) => new(
        workload.Name,
        workload.Unit,
        Alternation.Measure(
            pairs,
            () => workload.Measure(tools, first, Path.Combine(folder, "base-results")),
            () => workload.Measure(tools, second, Path.Combine(folder, "head-results")),
            (pair, a, b) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload.Name} {pair} of {pairs}: {b.Rate / a.Rate:F3}"))));

    private static void Print(string first, string second, IReadOnlyList<Comparison> comparisons, bool json)
    {
        if (!json)
        {
            Console.WriteLine(Comparison.Heading(first[..10], second[..10]));
            foreach (Comparison comparison in comparisons)
            {
                Console.WriteLine(comparison.Row());
            }
        }

        Console.WriteLine(JsonSerializer.Serialize(new { first, second, workloads = comparisons.Select(c => c.ForJson()) }));
    }
}
