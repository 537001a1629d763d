using System.CommandLine;
using System.CommandLine.Parsing;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary><c>data fetch</c>: brings a data set onto this machine.</summary>
internal static class DataFetchCommand
{
    public static Command Create(IAnsiConsole console, DataOptions options, TimeProvider clock, Func<HttpClient> http)
    {
        var name = new Argument<string>("name") { Description = "The data set, such as mnist or cifar10" };
        var mirror = new Option<Uri[]>("--mirror")
        {
            Description = "A folder on the web to try before the known ones; may be given several times",
            HelpName = "URL",
            CustomParser = ParseMirrors,
        };
        var quiet = new Option<bool>("--quiet") { Description = "Print nothing but errors" };
        var command = new Command("fetch", "Fetch a data set into the cache folder, or into the folder given by --data-folder") { name, mirror, quiet };
        command.SetAction(async (result, cancellation) =>
        {
            if (DataOptions.Find(result.GetRequiredValue(name), result) is not { } info)
            {
                return ExitCode.BadInput;
            }

            bool json = result.GetValue(options.Json);
            DataLocations locations = options.LocationsToFill(result);
            if (AlreadyThere(info, locations, cancellation) is { } folder)
            {
                Finish(console, new FetchResult(folder, [], [.. info.Files.Select(file => file.Name)]), info, json, result.GetValue(quiet));
                return ExitCode.Done;
            }

            using HttpClient client = http();
            var fetcher = new DataFetcher(client, clock, FetchPolicy.Default);
            string target = Path.GetFullPath(Path.Combine(locations.Option ?? locations.CacheFolder, info.Name));
            Uri[] mirrors = [.. result.GetValue(mirror) ?? [], .. info.Mirrors];
            FolderLock? claim = null;
            try
            {
                claim = FolderLock.Acquire(target);
                FetchResult fetched = await DataFetchDisplay.ShowAsync(
                    console, clock, silent: json || result.GetValue(quiet),
                    progress => fetcher.FetchAsync(info, mirrors, target, progress, cancellation));
                Finish(console, fetched, info, json, result.GetValue(quiet));
                return ExitCode.Done;
            }
            catch (RunFolderException error)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"fleetsim: {error.Message}");
                return ExitCode.BadInput;
            }
            catch (DataFetchException error)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(error.Message);
                return ExitCode.Failed;
            }
            catch (OperationCanceledException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"Interrupted. What was received is kept in {target}; the same command continues it.");
                return ExitCode.Interrupted;
            }
            finally
            {
                claim?.Abandon();
            }
        });
        return command;
    }

    /// <summary>The folder in which the whole set is already, where it will be looked for; null if there is none.</summary>
    private static string? AlreadyThere(DatasetInfo info, DataLocations locations, CancellationToken cancellation)
    {
        DataLocations searched = locations.Option is { } option ? DataLocations.Only(option) : locations;
        // A copy that is not the set as published is no reason not to fetch it.
        return new DatasetLoader(searched).Locate(info) is { Path: var folder, Remark: null }
            && DatasetVerifier.Verify(info, searched, cancellation).All(check => check.Problem is null)
            ? folder
            : null;
    }

    private static void Finish(IAnsiConsole console, FetchResult result, DatasetInfo info, bool json, bool quiet)
    {
        if (json)
        {
            console.JsonLine(result);
        }
        else if (!quiet)
        {
            console.PlainLine(
                info.Embedded ? $"{info.Name} is embedded: there is nothing to fetch"
                : result.Fetched.Count == 0 ? $"{info.Name} is in {result.Folder} already, checked by SHA-256"
                : $"{info.Name} is in {result.Folder}, checked by SHA-256");
        }
    }

    private static Uri[] ParseMirrors(ArgumentResult result)
    {
        List<Uri> mirrors = [];
        foreach (Token token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            {
                mirrors.Add(address);
            }
            else
            {
                result.AddError($"'{token.Value}' is no mirror: expected an address such as https://example.org/mnist/.");
            }
        }

        return [.. mirrors];
    }
}
