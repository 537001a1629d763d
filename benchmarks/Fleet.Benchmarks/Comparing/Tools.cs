using Fleet.Benchmarks.Peers;

namespace Fleet.Benchmarks.Comparing;

/// <summary>The programs that a comparison calls, until it is cancelled.</summary>
internal sealed class Tools
{
    // No build server outlives the comparison or runs beside it.
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    private readonly CancellationToken _cancellation;

    /// <summary>Finds the repository that the current folder, or else this program, lies in.</summary>
    /// <exception cref="InvalidOperationException">Neither lies in one.</exception>
    public Tools(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Repository = RootAbove(Directory.GetCurrentDirectory()) ?? RootAbove(AppContext.BaseDirectory)
            ?? throw new InvalidOperationException("Neither the current folder nor this program lies in a checkout of FleetSim.");
    }

    /// <summary>The root of the repository.</summary>
    public string Repository { get; }

    /// <summary>Runs git in the repository and gives what it printed.</summary>
    public string Git(params IReadOnlyList<string> arguments) => Output("git", ["-C", Repository, .. arguments]).Trim();

    /// <summary>The commit that a revision names.</summary>
    public string Commit(string revision) => Git("rev-parse", "--verify", "--quiet", revision + "^{commit}");

    /// <summary>
    /// The working tree as a commit: HEAD if nothing has changed, and else one that holds all files that git does not ignore and
    /// that no branch leads to. The index stays as it is.
    /// </summary>
    public string WorkingTree(string temporaryFolder)
    {
        if (Git("status", "--porcelain").Length == 0)
        {
            return Commit("HEAD");
        }

        var index = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = Path.Combine(temporaryFolder, "index") };
        string[] git = ["-C", Repository, "-c", "user.name=compare", "-c", "user.email=compare@localhost"];
        ExternalProgram.Output("git", [.. git, "add", "--all"], index, _cancellation);
        string tree = ExternalProgram.Output("git", [.. git, "write-tree"], index, _cancellation).Trim();
        return ExternalProgram.Output("git", [.. git, "commit-tree", tree, "-p", "HEAD", "-m", "working tree"], index, _cancellation).Trim();
    }

    /// <summary>Runs a program and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled; the program and what it had started have ended.</exception>
    public string Output(string program, params IReadOnlyList<string> arguments) =>
        ExternalProgram.Output(program, arguments, Environment, _cancellation);

    private static string? RootAbove(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "FleetSim.sln")))
            {
                return at;
            }
        }

        return null;
    }
}
