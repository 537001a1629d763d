using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Terminal;

namespace Fleet.Host.Commands;

/// <summary><c>fleetsim schema</c>: prints what a scenario file may hold.</summary>
internal static class SchemaCommand
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        // For editors and people, never part of a page: nothing but quotes needs escaping.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The command, writing to these consoles.</summary>
    public static Command Create(Consoles consoles, Catalogs catalogs)
    {
        var markdown = new Option<bool>("--markdown") { Description = "Prints the reference of all keys instead." };
        var command = new Command("schema", "Prints the JSON Schema of scenario files, for editors.") { markdown };
        command.SetAction(parsed =>
        {
            ScenarioSchema schema = ScenarioSchema.Of(catalogs);
            string text = parsed.GetValue(markdown) ? MarkdownReference.Write(schema) : JsonSchemaWriter.Write(schema).ToJsonString(Readable) + "\n";
            consoles.Out.Profile.Out.Writer.Write(text);
            return ExitCode.Done;
        });
        return command;
    }
}
