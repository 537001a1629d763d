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
    public static string Output(string program, params IReadOnlyList<string> arguments) =>
        Output(program, arguments, environment: null, CancellationToken.None);

    /// <summary>Runs a program to its end, or until it is cancelled.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it finds besides those of this process.</param>
    /// <param name="cancellation">Ends it, and whatever it has started.</param>
    /// <returns>What it printed on standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error; the message has what it said about it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static string Output(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (int exitCode, string output, string errors) = Run(program, arguments, environment, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{errors}{(errors.Length == 0 ? output : string.Empty)}");
    }

    /// <summary>Runs a peer's program, which prints its measurement as one line of JSON.</summary>
    public static Measurement Measure(string program, IReadOnlyList<string> before, int entities, long events, params IReadOnlyList<string> after)
    {
        string[] sizes = [entities.ToString(CultureInfo.InvariantCulture), events.ToString(CultureInfo.InvariantCulture)];
        return JsonSerializer.Deserialize<Measurement>(Output(program, [.. before, .. sizes, .. after]), Json)!;
    }

    private static (int ExitCode, string Output, string Errors) Run(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration end = cancellation.Register(() => process.Kill(entireProcessTree: true));

        // Both at once: a program that waits for one pipe to be emptied would never close the other.
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
