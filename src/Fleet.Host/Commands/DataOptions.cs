using System.CommandLine;
using Fleet.Host.Terminal;
using Fleet.Models.Data;

namespace Fleet.Host.Commands;

/// <summary>The options that all subcommands of <c>data</c> take.</summary>
internal sealed class DataOptions(DataLocations locations)
{
    /// <summary>A folder with data sets.</summary>
    public Option<string?> Folder { get; } = DataOption.Folder(recursive: true);

    /// <summary>Output for scripts.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON", Recursive = true };

    /// <summary>Where to look for data sets, the option first.</summary>
    /// <exception cref="UsageException">The folder of the option is not there.</exception>
    public DataLocations Locations(ParseResult result)
    {
        _ = DataOption.ExistingFolder(result, Folder);
        return LocationsToFill(result);
    }

    /// <summary>The same for a command that makes the folder of the option if it is not there.</summary>
    public DataLocations LocationsToFill(ParseResult result) => locations with { Option = result.GetValue(Folder) };

    /// <summary>Finds a set, or says on the error output which there are.</summary>
    public static DatasetInfo? Find(string name, ParseResult result)
    {
        if (!DatasetCatalog.TryFind(name, out DatasetInfo? info))
        {
            result.InvocationConfiguration.Error.WriteLine($"There is no data set '{name}'; the sets are {string.Join(", ", DatasetCatalog.Names)}.");
        }

        return info;
    }
}
