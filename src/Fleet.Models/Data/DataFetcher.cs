using System.Globalization;

namespace Fleet.Models.Data;

/// <summary>
/// Downloads the files of a data set from a list of mirrors. A partial download is resumed; a failed one is retried, then tried at the
/// next mirror. A file gets its name only when its content has the right SHA-256.
/// </summary>
/// <param name="http">The client. Its own time-out should be infinite: stalls are detected here.</param>
/// <param name="clock">For pauses, stalls and rates.</param>
/// <param name="policy">Time-outs and retries.</param>
public sealed class DataFetcher(HttpClient http, TimeProvider clock, FetchPolicy policy)
{
    private readonly MirrorTransfer _transfer = new(http, clock, policy.Stall);

    /// <summary>Fetches what the folder lacks.</summary>
    /// <param name="info">The set.</param>
    /// <param name="mirrors">Folders on the web, the first choice first.</param>
    /// <param name="folder">Receives the files, as NAME.gz.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops the download. The bytes received are kept, and the next fetch resumes them.</param>
    /// <exception cref="DataFetchException">No mirror has the file, or the folder cannot be written.</exception>
    public async Task<FetchResult> FetchAsync(
        DatasetInfo info, IReadOnlyList<Uri> mirrors, string folder, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        List<string> fetched = [];
        List<string> present = [];
        for (int i = 0; i < info.Files.Count; i++)
        {
            DatasetFile file = info.Files[i];
            var reporter = new Reporter(progress, file.Name, i + 1, info.Files.Count);
            if (IsPresent(folder, file, reporter, cancellation))
            {
                present.Add(file.Name);
                continue;
            }

            await FetchFileAsync(file, mirrors, Path.Combine(folder, file.PublishedName), reporter, cancellation);
            fetched.Add(file.Name);
        }

        return new FetchResult(folder, fetched, present);
    }

    /// <summary>Whether the file exists and is complete. A damaged one is moved aside, so that it hides no other copy.</summary>
    private static bool IsPresent(string folder, DatasetFile file, Reporter reporter, CancellationToken cancellation)
    {
        if (DatasetFiles.FindIn(folder, file) is not { } path)
        {
            return false;
        }

        try
        {
            DatasetFiles.Check(path, file, cancellation);
            reporter.Say($"{path} is there already");
            return true;
        }
        catch (DataDamagedException error)
        {
            File.Move(path, path + ".damaged", overwrite: true);
            reporter.Say($"{error.Message} Renamed to {path}.damaged; fetching it again");
            return false;
        }
    }

    private async Task FetchFileAsync(
        DatasetFile file, IReadOnlyList<Uri> mirrors, string target, Reporter reporter, CancellationToken cancellation)
    {
        List<string> failures = [];
        foreach (Uri mirror in mirrors)
        {
            Uri url = AddressIn(mirror, file);
            try
            {
                await FetchFromAsync(url, file, target, reporter, cancellation);
                return;
            }
            catch (MirrorFailure failure)
            {
                failures.Add($"{url}: {failure.Message}");
                reporter.Say($"{url}: {failure.Message}{(failures.Count < mirrors.Count ? "; trying the next mirror" : "")}");
            }
        }

        throw new DataFetchException($"No mirror delivered {file.Name}:\n  {string.Join("\n  ", failures)}");
    }

    private static Uri AddressIn(Uri mirror, DatasetFile file)
    {
        string folder = mirror.AbsoluteUri;
        return new Uri($"{folder}{(folder.EndsWith('/') ? "" : "/")}{file.PublishedName}");
    }

    /// <summary>Fetches from one mirror, checks the content and gives the file its name.</summary>
    private async Task FetchFromAsync(Uri url, DatasetFile file, string target, Reporter reporter, CancellationToken cancellation)
    {
        using var part = new PartialFile(target);
        bool continued = part.Length > 0;
        while (true)
        {
            await TransferWithRetriesAsync(url, part, file, reporter, cancellation);
            part.Flush();
            try
            {
                part.Check(file, cancellation);
                part.MoveTo(target);
                return;
            }
            catch (DataDamagedException error)
            {
                part.Restart(null);
                if (!continued)
                {
                    throw new MirrorFailure($"delivered {error.Found}, expected {error.Expected}", retryable: false, error);
                }

                // The partial file of an earlier fetch may be damaged, not the mirror's copy.
                continued = false;
                reporter.Say($"{url}: what was continued did not become the file; starting again");
            }
        }
    }

    private async Task TransferWithRetriesAsync(
        Uri url, PartialFile part, DatasetFile file, Reporter reporter, CancellationToken cancellation)
    {
        // The count of attempts restarts whenever one gets further than all before. So a slow line that often breaks reaches the
        // end, and a server that always breaks at the same byte is given up.
        long furthest = 0;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await _transfer.RunAsync(url, part, file.MostPublishedBytes, reporter.Advance, cancellation);
                return;
            }
            catch (MirrorFailure failure) when (failure.Retryable)
            {
                attempt = part.Length > furthest ? 1 : attempt;
                furthest = Math.Max(furthest, part.Length);
                if (attempt >= policy.Attempts)
                {
                    throw;
                }

                TimeSpan pause = policy.FirstPause * (1 << (attempt - 1));
                reporter.Say(string.Create(CultureInfo.InvariantCulture, $"{url}: {failure.Message}; trying again in {pause.TotalSeconds:0.#} s"));
                await Task.Delay(pause, clock, cancellation);
            }
        }
    }

    private sealed class Reporter(IProgress<FetchProgress>? progress, string file, int number, int files)
    {
        private FetchProgress _last = new(file, number, files, 0, null, 0);

        public void Advance(long bytes, long? total, double bytesPerSecond)
        {
            _last = _last with { Bytes = bytes, TotalBytes = total, BytesPerSecond = bytesPerSecond };
            progress?.Report(_last);
        }

        public void Say(string notice) => progress?.Report(_last with { Notice = notice });
    }
}
