using System.CommandLine;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary>The command <c>data</c>: which data sets there are, where they are, whether they are whole; and to fetch them.</summary>
public static class DataCommand
{
    /// <summary>Builds the command with its subcommands list, verify and fetch.</summary>
    /// <param name="console">Receives the output.</param>
    /// <param name="locations">Where data sets are looked for without the option --data-folder.</param>
    /// <param name="clock">For pauses, rates and the pace of progress lines.</param>
    /// <param name="http">Makes the client to fetch with; see <see cref="NewHttpClient"/>.</param>
    public static Command Create(IAnsiConsole console, DataLocations locations, TimeProvider clock, Func<HttpClient> http)
    {
        var options = new DataOptions(locations);
        return new Command("data", "List, verify and fetch data sets")
        {
            options.Folder,
            options.Json,
            DataListCommand.Create(console, options),
            DataVerifyCommand.Create(console, options),
            DataFetchCommand.Create(console, options, clock, http),
        };
    }

    /// <summary>A client without a time-out of its own, as the fetch notices stalls itself.</summary>
    public static HttpClient NewHttpClient()
    {
        var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("FleetSim");
        return client;
    }
}

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
