using System.Text.Json;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary>How the subcommands of <c>data</c> write.</summary>
internal static class DataOutput
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a line as it is: no markup, and paths and addresses are not broken at the console's width.</summary>
    public static void PlainLine(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Writes a value as JSON.</summary>
    public static void JsonLine<T>(this IAnsiConsole console, T value) => console.PlainLine(JsonSerializer.Serialize(value, Format));
}
