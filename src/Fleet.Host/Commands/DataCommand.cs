using System.CommandLine;
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
