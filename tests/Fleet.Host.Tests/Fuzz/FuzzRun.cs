using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Xunit.Abstractions;

namespace Fleet.Host.Tests.Fuzz;

/// <summary>Runs many cases and collects, by kind, those that throw, take too long or say too much.</summary>
/// <param name="make">The case of a seed.</param>
/// <param name="check">Reads a case and gives the number of characters of its messages.</param>
internal sealed class FuzzRun(Func<int, string> make, Func<string, long> check)
{
    private const long MostCharacters = 1_000_000;
    private const double MostSeconds = 1;
    private const int MostKinds = 40;
    private const int ShownCharacters = 2_000;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(120);

    private readonly SortedDictionary<string, (int Count, int Seed, string Case)> _findings = new(StringComparer.Ordinal);
    private int _seed;
    private (double Seconds, int Seed) _slowest;

    /// <summary>
    /// Runs the cases of seeds from 1 on, or those of <see cref="FuzzRange"/>. Fails with the seeds and texts of all kinds of
    /// finding.
    /// </summary>
    /// <param name="output">Gets the seeds and the slowest case.</param>
    /// <param name="count">How many.</param>
    public void Execute(ITestOutputHelper output, int count)
    {
        (int first, count) = FuzzRange.Of(1, count);
        var worker = new Thread(() => Work(first, count)) { IsBackground = true };
        worker.Start();
        int seen;
        do
        {
            seen = Volatile.Read(ref _seed);
        }
        while (!worker.Join(Stall) && Volatile.Read(ref _seed) != seen);
        if (worker.IsAlive)
        {
            Add("does not end", seen, make(seen));
        }

        output.WriteLine(Title(first, count));
        Assert.True(_findings.Count == 0, Describe(first, count));
    }

    private void Work(int first, int count)
    {
        // Compiling the code is not a case's own time.
        Try(first, timed: false);
        for (int i = 0; i < count && _findings.Count < MostKinds; i++)
        {
            Volatile.Write(ref _seed, first + i);
            Try(first + i, timed: true);
        }
    }

    private void Try(int seed, bool timed)
    {
        string text = make(seed);
        double start = ProcessorSeconds();
        try
        {
            long characters = check(text);
            if (characters > MostCharacters)
            {
                Add($"messages of {characters >> 20} MB", seed, text);
            }
        }
        catch (Exception exception)
        {
            string[] frames = [.. (exception.StackTrace ?? "").Split('\n').Where(frame => frame.Contains("Fleet.", StringComparison.Ordinal)).Take(2).Select(frame => frame.Trim())];
            Add($"{exception.GetType().Name}: {exception.Message.Split('\n')[0]} {string.Join(" < ", frames)}", seed, text);
        }

        double seconds = timed ? ProcessorSeconds() - start : 0;
        _slowest = seconds > _slowest.Seconds ? (seconds, seed) : _slowest;
        if (seconds > MostSeconds)
        {
            Add($"takes {seconds:0} s", seed, text);
        }
    }

    private void Add(string kind, int seed, string text) =>
        _findings[kind] = _findings.TryGetValue(kind, out (int Count, int Seed, string Case) known) ? known with { Count = known.Count + 1 } : (1, seed, text);

    private string Title(int first, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} cases from seed {first}; the slowest, seed {_slowest.Seed}, took {_slowest.Seconds:0.000} s");

    private string Describe(int first, int count)
    {
        StringBuilder text = new StringBuilder(Title(first, count)).Append('\n');
        foreach ((string kind, (int times, int seed, string found)) in _findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"== {times} x {kind}\nfirst seed {seed}:\n{(found.Length > ShownCharacters ? found[..ShownCharacters] : found)}\n");
        }

        return text.ToString();
    }

    /// <summary>Processor time of this thread: other work on the machine does not count.</summary>
    private static double ProcessorSeconds()
    {
        const int ThreadClock = 3;
        _ = ClockGetTime(ThreadClock, out Timespec time);
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
