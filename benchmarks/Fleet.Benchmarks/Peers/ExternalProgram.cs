using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fleet.Benchmarks.Peers;

/// <summary>Runs the programs that the peers need.</summary>
internal static class ExternalProgram
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The path of one of the sources in benchmarks/peers, beside this program.</summary>
    public static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "peers", name);

    /// <summary>Whether a program can be started and ends without an error.</summary>
    public static bool Succeeds(string program, params IReadOnlyList<string> arguments)
    {
        try
        {
            return Run(program, arguments).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed on standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error; the message has what it said about it.</exception>
    public static string Output(string program, params IReadOnlyList<string> arguments)
    {
        (int exitCode, string output, string errors) = Run(program, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{errors}");
    }

    /// <summary>Runs a peer's program, which prints its measurement as one line of JSON.</summary>
    public static Measurement Measure(string program, IReadOnlyList<string> before, int entities, long events, params IReadOnlyList<string> after)
    {
        string[] sizes = [entities.ToString(CultureInfo.InvariantCulture), events.ToString(CultureInfo.InvariantCulture)];
        return JsonSerializer.Deserialize<Measurement>(Output(program, [.. before, .. sizes, .. after]), Json)!;
    }

    private static (int ExitCode, string Output, string Errors) Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        // Both at once: a program that waits for one pipe to be emptied would never close the other.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
