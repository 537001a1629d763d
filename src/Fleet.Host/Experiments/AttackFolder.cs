using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Host.Results;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Files;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Experiments;

/// <summary>
/// The folder of an attack experiment: a file and a picture for each finished cell, and the tables and pictures over all of
/// them. The same command with the same folder goes on where it was interrupted.
/// </summary>
internal sealed class AttackFolder : IDisposable
{
    /// <summary>The file of the plan.</summary>
    public const string PlanFile = "plan.json";

    private const string CellsFolder = "cells";

    // What does not hold every value of a cell is a file of another version, and is not read.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new MetricsConverter<double>(metric => metric.OfPicture is not null, MetricValues.OfPicture),
            new MetricsConverter<MeanEstimate>(metric => metric.OfCut is not null, MetricValues.OfCut),
        },
    };

    private readonly ExperimentFolder _folder;
    private readonly string _plan;

    private AttackFolder(ExperimentFolder folder, AttackPlan plan) => (_folder, _plan) = (folder, plan.Hash);

    /// <summary>The absolute path.</summary>
    public string FullPath => _folder.FullPath;

    /// <summary>Opens the folder of an experiment: a new one, or the one of the same experiment that was interrupted.</summary>
    /// <param name="path">The folder, or null for the next free number below runs/NAME.</param>
    /// <param name="name">The name of the experiment.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="force">Whether a folder of something else is taken too; cells of another plan are not used.</param>
    /// <exception cref="RunFolderException">The folder holds something else, a process works in it, or it cannot be written.</exception>
    public static AttackFolder Open(string? path, string name, AttackPlan plan, bool force) =>
        new(ExperimentFolder.Open(path, name, "experiment", (PlanFile, plan.Canonical), force), plan);

    /// <summary>What a cell gave, if it is finished, its files are what was written, and this very program made them.</summary>
    public Finding<CellResult> Finished(AttackCell cell)
    {
        string path = Path.Combine(FullPath, NameOf(cell));
        if (!File.Exists(path))
        {
            return Finding<CellResult>.None;
        }

        CellResult? result;
        try
        {
            result = JsonSerializer.Deserialize<CellResult>(RegularFile.ReadAllText(path), Json);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            // Damaged, or of another version: worth no more than the attack that replaces it.
            return Finding<CellResult>.Of(problem is SpecialFileException ? $"its file is {RegularFile.Special}" : new FileInfo(path).Length == 0 ? "its file is empty" : "its file is damaged, or of another version");
        }

        string? stale = result is null ? "its file is damaged" : Difference(result, cell);
        return stale is null ? new Finding<CellResult>(result, null) : Finding<CellResult>.Of(stale);
    }

    /// <summary>Keeps what a cell gave; its files appear whole or not at all, that of the figures last.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="result">What it gave.</param>
    /// <param name="picture">The name of its contact sheet, and the sheet as PNG.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public void Keep(AttackCell cell, CellResult result, (string Name, byte[] Png) picture)
    {
        Directory.CreateDirectory(_folder.PathOf(Manifest.PicturesFolder));
        Directory.CreateDirectory(_folder.PathOf(CellsFolder));
        string name = $"{Manifest.PicturesFolder}/{picture.Name}";
        AtomicFile.Write(_folder.PathOf(name), picture.Png);
        CellResult whole = result with { Build = Provenance.Build, Files = [ManifestFile.Of(FullPath, name)] };
        AtomicFile.Write(Path.Combine(FullPath, NameOf(cell)), Serialize(whole with { Sha256 = HashOf(whole) }));
    }

    public void Dispose() => _folder.Dispose();

    private string? Difference(CellResult result, AttackCell cell) =>
        result.Format != CellResult.CurrentFormat ? "its file has the format of another version"
        : result.Plan != _plan || result.Cell != cell.Canonical ? "it is of another experiment"
        : result.Build != Provenance.Build ? Provenance.OtherBuild(result.Build)
        : result.Sha256 != HashOf(result) ? "its figures are not what was written"
        : result.Files.Select(file => file.Difference(FullPath)).FirstOrDefault(difference => difference is not null);

    private static string HashOf(CellResult result) => Convert.ToHexStringLower(SHA256.HashData(Serialize(result with { Sha256 = "" })));

    private static byte[] Serialize(CellResult result) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(result, Json));

    private static string NameOf(AttackCell cell) =>
        Path.Combine(CellsFolder, cell.Index.ToString("D5", CultureInfo.InvariantCulture) + ".json");
}
