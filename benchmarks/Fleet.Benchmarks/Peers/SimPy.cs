namespace Fleet.Benchmarks.Peers;

/// <summary>A workload in SimPy.</summary>
/// <param name="style">How it is written there: callbacks or processes.</param>
/// <param name="script">The file in benchmarks/peers.</param>
internal sealed class SimPy(string style, string script) : IContender
{
    // Debian's Python before the one on the path: that is the one for which Debian's packages are installed.
    private static readonly Lazy<string?> Python = new(() =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => ExternalProgram.Succeeds(python, "-c", "import simpy")));

    /// <inheritdoc/>
    public string Name => $"SimPy, {style}";

    /// <inheritdoc/>
    public string? Missing => Python.Value is null ? "python3-simpy3" : null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events) =>
        ExternalProgram.Measure(Python.Value!, [ExternalProgram.Source(script)], entities, events);
}
