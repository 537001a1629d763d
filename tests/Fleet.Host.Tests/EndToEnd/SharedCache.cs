using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>One cache folder for all tests that start the program, so that a network is trained once.</summary>
public sealed class SharedCache : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal string Path => _folder.FullPath;

    public void Dispose() => _folder.Dispose();
}

/// <summary>The tests that start the program, one at a time: each of them computes on the same few cores.</summary>
[CollectionDefinition(Name)]
public sealed class ProgramCollection : ICollectionFixture<SharedCache>
{
    internal const string Name = "program";
}
