using System.Text.Json;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary>How the subcommands of <c>data</c> write.</summary>
internal static class DataOutput
{
    /// <summary>Exit code: done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: the command ran and failed.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: bad input or usage.</summary>
    public const int BadInput = 2;

    /// <summary>Exit code: interrupted.</summary>
    public const int Interrupted = 130;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a line as it is: no markup, and paths and addresses are not broken at the console's width.</summary>
    public static void PlainLine(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Writes a value as JSON.</summary>
    public static void JsonLine<T>(this IAnsiConsole console, T value) => console.PlainLine(JsonSerializer.Serialize(value, Format));
}
