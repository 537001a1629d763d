using System.CommandLine;
using System.Globalization;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary><c>data list</c>: the data sets and where each was found.</summary>
internal static class DataListCommand
{
    public static Command Create(IAnsiConsole console, DataOptions options)
    {
        var command = new Command("list", "List the data sets and where they are");
        command.SetAction(result =>
        {
            ListedDataset[] sets = [.. DatasetCatalog.Names.Select(name => Describe(name, options.Locations(result)))];
            if (result.GetValue(options.Json))
            {
                console.JsonLine(sets);
                return ExitCode.Done;
            }

            foreach (ListedDataset set in sets)
            {
                console.PlainLine($"{set.Name,-18}{set.Description}");
                console.PlainLine(string.Create(CultureInfo.InvariantCulture, $"{"",-18}{set.TrainCount:N0} train and {set.TestCount:N0} test pictures of {set.Shape}, {set.Classes} classes"));
                console.PlainLine($"{"",-18}{Place(set)}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Place(ListedDataset set) =>
        set.Embedded ? "embedded"
        : set.Folder is { } folder ? $"found in {folder}{(set.Remark is { } remark ? $" ({remark})" : "")}"
        : set.Remark is { } damage ? damage
        : $"not found; fetch it with: fleetsim data fetch {set.Name}";

    private static ListedDataset Describe(string name, DataLocations locations)
    {
        DatasetCatalog.TryFind(name, out DatasetInfo? info);
        DataPlace? place = null;
        string? damage = null;
        try
        {
            place = new DatasetLoader(locations).Locate(info!);
        }
        catch (DataDamagedException error)
        {
            damage = error.Message;
        }

        return new ListedDataset(
            name, info!.Description, info.TrainCount, info.TestCount, info.Shape.ToString(), info.Classes, info.ClassNames, info.Embedded,
            place is not null, info.Embedded ? null : place?.Path, place?.Remark ?? damage);
    }

    private sealed record ListedDataset(
        string Name, string Description, int TrainCount, int TestCount, string Shape, int Classes, IReadOnlyList<string> ClassNames, bool Embedded, bool Available,
        string? Folder, string? Remark);
}
