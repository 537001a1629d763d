using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Models.Tensors;

namespace Fleet.Host.Runs;

/// <summary>
/// The folder of a sweep: an ordinary run folder for each replication of each cell, and the tables over all of them. A
/// replication is finished when its manifest says so and its files are what the manifest says, which is what makes a sweep
/// resumable.
/// </summary>
internal sealed class SweepFolder : IDisposable
{
    private const string PlanFile = "sweep.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ExperimentFolder _folder;
    private readonly ComputeDevice _compute;

    private SweepFolder(ExperimentFolder folder, ComputeDevice compute) => (_folder, _compute) = (folder, compute);

    /// <summary>The absolute path.</summary>
    public string FullPath => _folder.FullPath;

    /// <summary>Opens the folder of a sweep: a new one, or the one of the same sweep that was interrupted.</summary>
    /// <param name="path">The folder, or null for the next free number below runs/NAME-sweep.</param>
    /// <param name="name">The scenario's name.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="force">Whether a folder of something else is taken too; what it holds stays but for files of a sweep.</param>
    /// <param name="compute">Where its runs compute. Finished cells that were computed elsewhere run again.</param>
    /// <exception cref="RunFolderException">The folder holds something else, a process works in it, or it cannot be written.</exception>
    public static SweepFolder Open(string? path, string name, SweepPlan plan, bool force, ComputeDevice compute) =>
        new(ExperimentFolder.Open(path, name + "-sweep", "sweep", (PlanFile, Describe(name, plan, compute)), force), compute);

    /// <summary>What is there of a replication: its summary, if it is finished and sound.</summary>
    public Finding<RunSummary> Finished(SweepCell cell, int replication) =>
        FinishedRun.Find(ReplicationPath(cell, replication), CanonicalScenario.Hash(cell.Replication(replication)), _compute.Name);

    /// <summary>Claims the run folder of a replication; what an unfinished try left there is replaced.</summary>
    public RunFolder OpenReplication(SweepCell cell, int replication) => RunFolder.At(ReplicationPath(cell, replication), force: true);

    public void Dispose() => _folder.Dispose();

    private string ReplicationPath(SweepCell cell, int replication) => Path.Combine(
        FullPath,
        "cells",
        cell.Index.ToString("D4", CultureInfo.InvariantCulture),
        replication.ToString("D3", CultureInfo.InvariantCulture));

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
