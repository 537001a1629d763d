using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>The run that nothing interrupts, made once for all that are compared with it.</summary>
public sealed class UnbrokenRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UnbrokenRun(SharedCache cache)
    {
        _folder.Write("checkpointed.yaml", SmallScenarios.Checkpointed);
        FleetSimProcess.Outcome outcome = FleetSimProcess.Run(_folder.FullPath, cache.Path, "run", "checkpointed.yaml", "--out", "unbroken", "--quiet");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
    }

    /// <summary>Its result folder.</summary>
    internal string Path => _folder.PathOf("unbroken");

    public void Dispose() => _folder.Dispose();
}
