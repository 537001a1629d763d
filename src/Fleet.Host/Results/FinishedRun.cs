using Fleet.Models.Files;

namespace Fleet.Host.Results;

/// <summary>Looks whether a folder holds a finished run whose files are what was once written, by this very program.</summary>
internal static class FinishedRun
{
    private const string Summary = "summary.json";

    /// <summary>The summary of the run in a folder, if all of it can be relied on.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="scenarioHash">The scenario that it must be of.</param>
    /// <param name="device">Where it must have been computed.</param>
    public static Finding<RunSummary> Find(string folder, string scenarioHash, string device)
    {
        if (!File.Exists(Path.Combine(folder, Manifest.FileName)))
        {
            // Killed, a run leaves its mark; without that somebody has taken the manifest away.
            return File.Exists(Path.Combine(folder, Summary)) && !File.Exists(Path.Combine(folder, RunFolder.Marker))
                ? Finding<RunSummary>.Of($"{Manifest.FileName} is missing")
                : Finding<RunSummary>.None;
        }

        if (ResultsJson.TryReadManifest(folder) is not { } manifest)
        {
            return Finding<RunSummary>.Of($"{Manifest.FileName} is {(RegularFile.IsSpecial(Path.Combine(folder, Manifest.FileName)) ? RegularFile.Special : "damaged")}");
        }

        if (manifest.Status != RunStatus.Finished)
        {
            return Finding<RunSummary>.None;
        }

        string? stale = Difference(manifest, scenarioHash, device)
            ?? manifest.Files.Select(file => file.Difference(folder)).FirstOrDefault(difference => difference is not null);
        return stale is null ? new Finding<RunSummary>(ResultsJson.ReadSummary(Path.Combine(folder, Summary)), null) : Finding<RunSummary>.Of(stale);
    }

    private static string? Difference(Manifest manifest, string scenarioHash, string device) =>
        manifest.ScenarioHash != scenarioHash ? "it is of another scenario"
        : manifest.Device != device ? $"it was computed on {manifest.Device}, not on {device}"
        : manifest.Build != Provenance.Build ? Provenance.OtherBuild(manifest.Build)
        : manifest.Files.All(file => file.Name != Summary) ? $"{Manifest.FileName} does not list {Summary}"
        : null;
}
