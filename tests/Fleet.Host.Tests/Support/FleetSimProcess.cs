using System.Diagnostics;
using System.Text;

namespace Fleet.Host.Tests.Support;

/// <summary>The program as its users start it: a process of its own, with its own cache folder.</summary>
internal sealed class FleetSimProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly StringBuilder _errorSoFar = new();
    private bool _errorEnded;

    private FleetSimProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = Task.Run(ReadErrors);
    }

    /// <summary>Starts the program in the folder.</summary>
    public static FleetSimProcess Start(string folder, string cacheFolder, params string[] arguments) => Start(folder, cacheFolder, [], arguments);

    /// <summary>Starts the program in the folder with variables such as NAME=VALUE set.</summary>
    public static FleetSimProcess Start(string folder, string cacheFolder, string[] variables, string[] arguments)
    {
        // A shell starts what runs in the background with signals ignored, and everything below inherits that.
        var start = new ProcessStartInfo("env")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("--default-signal=INT");
        foreach (string variable in variables)
        {
            start.ArgumentList.Add(variable);
        }

        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "fleetsim.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["XDG_CACHE_HOME"] = cacheFolder;
        return new FleetSimProcess(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end.</summary>
    public static Outcome Run(string folder, string cacheFolder, params string[] arguments)
    {
        using FleetSimProcess process = Start(folder, cacheFolder, arguments);
        return process.WaitForEnd();
    }

    /// <summary>Runs the program to its end with its output on a device that is always full.</summary>
    public static Outcome RunOnFullOutput(string folder, string cacheFolder, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "fleetsim.dll");
        var start = new ProcessStartInfo("sh", ["-c", "exec dotnet \"$0\" \"$@\" >/dev/full", program, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = cacheFolder;
        using var process = new FleetSimProcess(Process.Start(start)!);
        return process.WaitForEnd();
    }

    /// <summary>Whether it has loaded a native library of this name so far.</summary>
    public bool HasLoaded(string library)
    {
        try
        {
            return File.ReadAllText($"/proc/{_process.Id}/maps").Contains(library, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it has ended
        }
    }

    /// <summary>Sends a signal such as INT or TERM.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until the program has written this to its error stream; fails if it ends before.</summary>
    public void WaitForError(string text)
    {
        lock (_errorSoFar)
        {
            while (!_errorSoFar.ToString().Contains(text, StringComparison.Ordinal))
            {
                Assert.False(_errorEnded, $"The program ended and had not written '{text}', but: {_errorSoFar}");
                Assert.True(Monitor.Wait(_errorSoFar, Patience), $"Nothing more was written, and not '{text}', but: {_errorSoFar}");
            }
        }
    }

    /// <summary>Waits for the end and gives the highest resident memory seen, in bytes.</summary>
    public long PeakMemoryUntilExit() => PeakUntilExit(() =>
    {
        _process.Refresh();
        return _process.HasExited ? 0 : _process.PeakWorkingSet64;
    });

    /// <summary>Waits for the end and gives the highest value seen on the way.</summary>
    public long PeakUntilExit(Func<long> measure)
    {
        long peak = 0;
        do
        {
            peak = Math.Max(peak, measure());
        }
        while (!_process.WaitForExit(TimeSpan.FromMilliseconds(20)));
        return peak;
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The files that it has open for writing at this moment.</summary>
    public IReadOnlyList<string> FilesOpenForWriting()
    {
        string process = $"/proc/{_process.Id}";
        try
        {
            return
            [
                .. Directory.EnumerateFileSystemEntries($"{process}/fd").Where(link => IsForWriting($"{process}/fdinfo/{Path.GetFileName(link)}"))
                    .Select(link => new FileInfo(link).LinkTarget).OfType<string>(),
            ];
        }
        catch (IOException)
        {
            return []; // it ends just now
        }
        catch (UnauthorizedAccessException)
        {
            return []; // likewise
        }
    }

    // The access is in the last two bits of the flags, which are octal: 1 to write, 2 to read and write.
    private static bool IsForWriting(string information) =>
        File.ReadLines(information).Any(line => line.StartsWith("flags:", StringComparison.Ordinal) && ((line[^1] - '0') & 3) != 0);

    /// <summary>Ends it at once: nothing of it gets to clean up (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for the end; so long only where it hangs, or where the cores are shared with much else.</summary>
    public Outcome WaitForEnd()
    {
        Assert.True(_process.WaitForExit(Patience), $"The program did not end within {Patience}.");
        _process.WaitForExit();
        return new Outcome(_process.ExitCode, _output.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private string ReadErrors()
    {
        char[] buffer = new char[1024];
        int count;
        do
        {
            count = _process.StandardError.Read(buffer);
            lock (_errorSoFar)
            {
                _errorSoFar.Append(buffer, 0, count);
                _errorEnded = count == 0;
                Monitor.PulseAll(_errorSoFar);
            }
        }
        while (count > 0);
        return _errorSoFar.ToString();
    }

    /// <summary>How a run of the program ended.</summary>
    internal sealed record Outcome(int ExitCode, string Output, string Error);
}
