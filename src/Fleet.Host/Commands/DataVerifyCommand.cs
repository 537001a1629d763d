using System.CommandLine;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary><c>data verify</c>: compares what is there with what should be, byte for byte.</summary>
internal static class DataVerifyCommand
{
    public static Command Create(IAnsiConsole console, DataOptions options)
    {
        var name = new Argument<string?>("name")
        {
            Description = "The data set; without it, all that are found",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("verify", "Check the content of data sets by SHA-256") { name };
        command.SetAction((result, cancellation) => Task.FromResult(Verify(console, options, result, result.GetValue(name), cancellation)));
        return command;
    }

    private static int Verify(IAnsiConsole console, DataOptions options, ParseResult result, string? name, CancellationToken cancellation)
    {
        if (name is not null && DataOptions.Find(name, result) is null)
        {
            return ExitCode.BadInput;
        }

        // A folder that the user names is what the user asks about: no other may stand in for it.
        DataLocations locations = options.Locations(result) is { Option: { } folder } ? DataLocations.Only(folder) : options.Locations(result);
        VerifiedDataset[] sets = [.. (name is null ? DatasetCatalog.Names : [name]).Select(set => Check(set, locations, cancellation))];
        if (result.GetValue(options.Json))
        {
            console.JsonLine(sets);
        }
        else
        {
            Print(console, sets);
        }

        return Array.TrueForAll(sets, set => set.Ok || (name is null && set.Absent)) ? ExitCode.Done : ExitCode.Failed;
    }

    private static VerifiedDataset Check(string name, DataLocations locations, CancellationToken cancellation)
    {
        DatasetCatalog.TryFind(name, out DatasetInfo? info);
        IReadOnlyList<DataCheck> checks = DatasetVerifier.Verify(info!, locations, cancellation);
        bool absent = !info!.Embedded && checks.All(check => check.Path is null);
        return new VerifiedDataset(name, checks.All(check => check.Problem is null), absent, checks);
    }

    private static void Print(IAnsiConsole console, IEnumerable<VerifiedDataset> sets)
    {
        foreach (VerifiedDataset set in sets)
        {
            console.PlainLine(
                set.Ok ? $"{set.Name}: ok"
                : set.Absent ? $"{set.Name}: not found; fetch it with: fleetsim data fetch {set.Name}"
                : $"{set.Name}: damaged; fetch it again with: fleetsim data fetch {set.Name}");
            foreach (DataCheck check in set.Absent ? [] : set.Checks)
            {
                console.PlainLine($"  {check.Path ?? check.Item}: {check.Problem ?? "ok"}{(check.Note is { } note ? $" ({note})" : "")}");
            }
        }
    }

    private sealed record VerifiedDataset(string Name, bool Ok, bool Absent, IReadOnlyList<DataCheck> Checks);
}
