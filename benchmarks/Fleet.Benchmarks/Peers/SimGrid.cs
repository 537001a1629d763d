namespace Fleet.Benchmarks.Peers;

/// <summary>PHOLD in SimGrid, compiled when it is first run into a temporary folder that is removed in the end.</summary>
/// <param name="style">The kind of actors: "mailboxes" or "sleepers", as phold_simgrid.cpp describes them.</param>
internal sealed class SimGrid(string style) : IContender, IDisposable
{
    private const string Compiler = "g++";

    private DirectoryInfo? _folder;

    /// <inheritdoc/>
    public string Name => $"SimGrid, S4U {style}";

    /// <inheritdoc/>
    public string? Missing { get; } = !ExternalProgram.Succeeds(Compiler, "--version") ? "g++"
        : !ExternalProgram.Succeeds(Compiler, "-std=c++17", "-fsyntax-only", "-include", "simgrid/s4u.hpp", "-x", "c++", "/dev/null") ? "libsimgrid-dev"
        : null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events)
    {
        _folder ??= Compile();
        return ExternalProgram.Measure(ProgramIn(_folder), [], entities, events, style);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder?.Delete(recursive: true);

    private static string ProgramIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "phold");

    private static DirectoryInfo Compile()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fleetsim-peers-");
        ExternalProgram.Output(
            Compiler, "-std=c++17", "-O2", "-o", ProgramIn(folder), ExternalProgram.Source("phold_simgrid.cpp"), "-lsimgrid");
        return folder;
    }
}
