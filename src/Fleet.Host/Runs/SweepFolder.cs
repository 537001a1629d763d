using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Models;

namespace Fleet.Host.Runs;

/// <summary>
/// The folder of a sweep: an ordinary run folder for each replication of each cell, and the tables over all of them. A
/// replication is finished when its manifest stands and says so, which is what makes a sweep resumable.
/// </summary>
internal sealed class SweepFolder
{
    private const string PlanFile = "sweep.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ComputeDevice _compute;

    private SweepFolder(string path, ComputeDevice compute) => (FullPath, _compute) = (path, compute);

    /// <summary>The absolute path.</summary>
    public string FullPath { get; }

    /// <summary>Opens the folder of a sweep: a new one, or the one of the same sweep that was interrupted.</summary>
    /// <param name="path">The folder, or null for the next free number below runs/NAME-sweep.</param>
    /// <param name="name">The scenario's name.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="force">Whether a folder of something else is taken too; what it holds stays but for files of a sweep.</param>
    /// <param name="compute">Where its runs compute. Finished cells that were computed elsewhere run again.</param>
    /// <exception cref="RunFolderException">The folder holds something else.</exception>
    public static SweepFolder Open(string? path, string name, SweepPlan plan, bool force, ComputeDevice compute)
    {
        string content = Describe(name, plan, compute);
        if (path is null)
        {
            RunFolder numbered = RunFolder.Next("runs", name + "-sweep");
            numbered.Release();
            return Claim(numbered.FullPath, content, compute);
        }

        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new RunFolderException($"{full} is a file, not a folder.");
        }

        string planPath = Path.Combine(full, PlanFile);
        bool isSame = File.Exists(planPath) && File.ReadAllText(planPath) == content;
        bool isEmpty = !Directory.Exists(full) || !Directory.EnumerateFileSystemEntries(full).Any();
        if (!isSame && !isEmpty && !force)
        {
            throw new RunFolderException(
                $"{full} holds something else than this sweep. Choose another folder, or pass --force to write into it all the same.");
        }

        return Claim(full, content, compute);
    }

    /// <summary>The path of a file of the sweep itself.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>The summary of a replication, if it is finished.</summary>
    public RunSummary? Finished(SweepCell cell, int replication)
    {
        string folder = ReplicationPath(cell, replication);
        string manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
        {
            return null;
        }

        Manifest found = ResultsJson.ReadManifest(manifest);
        return found.Status == RunStatus.Finished && found.Device == _compute.Name && found.ScenarioHash == CanonicalScenario.Hash(cell.Replication(replication))
            ? ResultsJson.ReadSummary(Path.Combine(folder, "summary.json"))
            : null;
    }

    /// <summary>Claims the run folder of a replication; what an unfinished try left there is replaced.</summary>
    public RunFolder OpenReplication(SweepCell cell, int replication) => RunFolder.At(ReplicationPath(cell, replication), force: true);

    private string ReplicationPath(SweepCell cell, int replication) => Path.Combine(
        FullPath,
        "cells",
        cell.Index.ToString("D4", CultureInfo.InvariantCulture),
        replication.ToString("D3", CultureInfo.InvariantCulture));

    private static SweepFolder Claim(string full, string content, ComputeDevice compute)
    {
        Directory.CreateDirectory(full);
        File.WriteAllText(Path.Combine(full, PlanFile), content);
        return new SweepFolder(full, compute);
    }

    private static string Describe(string name, SweepPlan plan, ComputeDevice compute) => JsonSerializer.Serialize(
        new
        {
            scenario = name,
            axes = plan.Axes,
            replications = plan.Replications,
            device = compute.IsCpu ? null : compute.Name,
            cells = plan.Cells.Select(cell => new
            {
                index = cell.Index,
                key = cell.Key,
                set = cell.Assignments.ToDictionary(a => a.Path, a => a.Value),
            }),
        },
        Indented) + "\n";
}
