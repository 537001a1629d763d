using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Host.Results;

namespace Fleet.Host.Experiments;

/// <summary>
/// The folder of an attack experiment: a file for each finished cell, and the tables and pictures over all of them. The same
/// command with the same folder goes on where it was interrupted.
/// </summary>
internal sealed class AttackFolder
{
    private const string PlanFile = "plan.json";
    private const string CellsFolder = "cells";

    // What does not hold every value of a cell is a file of another version, and is not read.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
    };

    private readonly string _plan;

    private AttackFolder(string path, AttackPlan plan) => (FullPath, _plan) = (path, plan.Hash);

    /// <summary>The absolute path.</summary>
    public string FullPath { get; }

    /// <summary>Opens the folder of an experiment: a new one, or the one of the same experiment that was interrupted.</summary>
    /// <param name="path">The folder, or null for the next free number below runs/NAME.</param>
    /// <param name="name">The name of the experiment.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="force">Whether a folder of something else is taken too; cells of another plan are not used.</param>
    /// <exception cref="RunFolderException">The folder holds something else.</exception>
    public static AttackFolder Open(string? path, string name, AttackPlan plan, bool force)
    {
        if (path is null)
        {
            RunFolder numbered = RunFolder.Next("runs", name);
            numbered.Release();
            return Claim(numbered.FullPath, plan);
        }

        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new RunFolderException($"{full} is a file, not a folder.");
        }

        string planPath = Path.Combine(full, PlanFile);
        bool isSame = File.Exists(planPath) && File.ReadAllText(planPath) == plan.Canonical;
        bool isEmpty = !Directory.Exists(full) || !Directory.EnumerateFileSystemEntries(full).Any();
        if (!isSame && !isEmpty && !force)
        {
            throw new RunFolderException(
                $"{full} holds something else than this experiment. Choose another folder, or pass --force to write into it all the same.");
        }

        return Claim(full, plan);
    }

    /// <summary>The path of a file of the experiment itself.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>The path of a picture; its folder exists.</summary>
    public string PathOfPicture(string name)
    {
        Directory.CreateDirectory(PathOf(RunFolder.Pictures));
        return Path.Combine(FullPath, RunFolder.Pictures, name);
    }

    /// <summary>What a cell gave, if it is finished and kept in the format of this version.</summary>
    public CellResult? Finished(AttackCell cell)
    {
        string path = PathOf(cell);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            CellResult? result = JsonSerializer.Deserialize<CellResult>(File.ReadAllText(path), Json);
            return result?.Format == CellResult.CurrentFormat && result.Plan == _plan && result.Cell == cell.Canonical ? result : null;
        }
        catch (JsonException)
        {
            // A damaged file, or one of another version, is worth no more than the attack that replaces it.
            return null;
        }
    }

    /// <summary>Keeps what a cell gave; its file appears whole or not at all.</summary>
    public void Keep(AttackCell cell, CellResult result)
    {
        Directory.CreateDirectory(PathOf(CellsFolder));
        AtomicFile.Write(PathOf(cell), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(result, Json)));
    }

    private string PathOf(AttackCell cell) =>
        Path.Combine(FullPath, CellsFolder, cell.Index.ToString("D5", CultureInfo.InvariantCulture) + ".json");

    private static AttackFolder Claim(string full, AttackPlan plan)
    {
        Directory.CreateDirectory(full);
        AtomicFile.Write(Path.Combine(full, PlanFile), Encoding.UTF8.GetBytes(plan.Canonical));
        return new AttackFolder(full, plan);
    }
}
