using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>One cache folder for all tests that start the program, so that a network is trained once.</summary>
public sealed class SharedCache : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _data = new();
    private readonly Lazy<string> _digits;

    public SharedCache() => _digits = new Lazy<string>(() =>
    {
        PictureFolder.Write(_data, "digits", train: 200, test: 60);
        return _data.PathOf("digits");
    });

    internal string Path => _folder.FullPath;

    /// <summary>
    /// A folder of a few digits, for rules that do not depend on what was learned: a network learns them, and is judged, in a
    /// tenth of the time of the embedded set.
    /// </summary>
    internal string Digits => _digits.Value;

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }
}

/// <summary>The tests that start the program and compute with tensors, one at a time: each of them uses the same few cores.</summary>
[CollectionDefinition(Name)]
public sealed class ProgramCollection : ICollectionFixture<SharedCache>
{
    internal const string Name = "program";
}

/// <summary>The tests of what becomes of folders, one at a time, beside those that compute: mostly they wait for disks and for each other.</summary>
[CollectionDefinition(Name)]
public sealed class FolderCollection : ICollectionFixture<SharedCache>
{
    internal const string Name = "folders";
}
