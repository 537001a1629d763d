using Fleet.Benchmarks.Peers;

namespace Fleet.Benchmarks.Comparing;

/// <summary>A commit of this repository, checked out into a folder of its own and built; removed when disposed of.</summary>
internal sealed class BuiltTree : IDisposable
{
    private readonly Tools _tools;

    private BuiltTree(Tools tools, string folder)
    {
        _tools = tools;
        Folder = folder;
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>The benchmarks.</summary>
    public string Benchmarks => Path.Combine(Folder, "benchmarks", "Fleet.Benchmarks", "bin", "Release", "net10.0", "Fleet.Benchmarks.dll");

    /// <summary>The launcher, which has built the program.</summary>
    public string Program => Path.Combine(Folder, "fleetsim");

    /// <summary>A scenario that comes with the commit.</summary>
    public string Scenario(string name) => Path.Combine(Folder, "scenarios", name + ".yaml");

    /// <summary>Checks a commit out and builds it.</summary>
    /// <exception cref="InvalidOperationException">There is no such commit, or it does not build.</exception>
    public static BuiltTree Of(Tools tools, string commit, string folder)
    {
        var tree = new BuiltTree(tools, folder);
        try
        {
            tools.Git("worktree", "add", "--detach", folder, commit);
            tools.Output(tree.Program, "--help");
            tools.Output("dotnet", "build", Path.Combine(folder, "benchmarks", "Fleet.Benchmarks"), "-c", "Release", "--nologo", "-v", "quiet");
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        // Also when the comparison has been cancelled.
        ExternalProgram.Succeeds("git", "-C", _tools.Repository, "worktree", "prune");
    }
}
