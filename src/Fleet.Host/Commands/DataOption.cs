using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Terminal;
using Fleet.Models.Data;

namespace Fleet.Host.Commands;

/// <summary>The two options of data that every command has under these names: the set, and the folder of its files.</summary>
internal static class DataOption
{
    private const string FolderName = "--data-folder";

    /// <summary>The data set.</summary>
    /// <param name="what">What it is for, without a full stop.</param>
    /// <param name="remark">What else there is to know, in brackets.</param>
    public static Option<string?> Set(string what, string remark = "") => new("--data")
    {
        Description = $"{what}: {string.Join(", ", DatasetCatalog.Names)}, or a folder or zip with own pictures.{remark}",
        HelpName = "SET",
    };

    /// <summary>A folder that holds the files of data sets.</summary>
    /// <param name="recursive">Whether subcommands take it too.</param>
    public static Option<string?> Folder(bool recursive = false) => new(FolderName)
    {
        Description = $"A folder with the files of data sets, looked into before {DataLocations.Variable} and the cache.",
        HelpName = "DIR",
        Recursive = recursive,
    };

    /// <summary>The value of the option as a path or name that a scenario takes: a folder in the current one needs no slash.</summary>
    public static string AsReference(string data) =>
        !DatasetCatalog.TryFind(data, out _) && !DataReferenceSpec.IsPath(data) && Directory.Exists(data) ? $"./{data}" : data;

    /// <summary>The value of the option as a value in YAML.</summary>
    public static string InYaml(string data) => $"\"{JsonEncodedText.Encode(AsReference(data), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>The folder of data sets that a command line names, or null. One that is not there is refused: the sets would silently come from elsewhere.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public static string? ExistingFolder(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } folder && !Directory.Exists(folder)
        ? throw new UsageException($"{FolderName} {folder}: there is no such folder; expected one with the files of data sets.")
        : parsed.GetValue(option);
}
