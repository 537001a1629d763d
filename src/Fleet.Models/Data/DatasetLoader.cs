using System.Diagnostics.CodeAnalysis;
using Fleet.Models.Data.Sources;

namespace Fleet.Models.Data;

/// <summary>Loads data sets: draws the embedded ones, reads and checks the others from the first place that holds them.</summary>
/// <param name="locations">Where to look.</param>
public sealed class DatasetLoader(DataLocations locations)
{
    /// <summary>Loads both parts of a set of the catalogue, as <see cref="Load(DatasetInfo, CancellationToken)"/> does.</summary>
    /// <exception cref="DataNotFoundException">The name is unknown or the files are nowhere.</exception>
    /// <exception cref="DataDamagedException">A file does not hold what it should.</exception>
    public LabelledData Load(string name, CancellationToken cancellation = default) => Load(Find(name), cancellation);

    /// <summary>
    /// Loads the test part of a set, and the train part when its pictures are first needed, if its content is known: to find
    /// weights they are not.
    /// </summary>
    /// <exception cref="DatasetException">The files are nowhere, damaged, or not what <paramref name="info"/> says.</exception>
    public LabelledData Load(DatasetInfo info, CancellationToken cancellation = default)
    {
        IDatasetSource source = Source(info);
        Dataset LoadTrain() => source.Load(DatasetInfo.Train, cancellation);
        return new LabelledData(
            info.TrainContentHash is { } hash ? Dataset.Deferred(info, DatasetInfo.Train, info.TrainCount, hash, LoadTrain) : LoadTrain(),
            source.Load(DatasetInfo.Test, cancellation));
    }

    /// <summary>
    /// The set with its counts and class names. Those of a user's own pictures are known only once they are listed; any
    /// other set comes back as it is, without a look at the disk.
    /// </summary>
    /// <exception cref="DatasetException">There are no such pictures, or not in as many classes as <paramref name="info"/> says.</exception>
    public DatasetInfo Describe(DatasetInfo info) =>
        info.PicturesAt is null ? info : ((PictureSource)Source(info)).Describe();

    /// <summary>Finds where a set is, without reading more than its list of files.</summary>
    /// <returns>The place, or null if the set is nowhere.</returns>
    /// <exception cref="DataDamagedException">There is a zip that cannot be read.</exception>
    public DataPlace? Locate(DatasetInfo info) =>
        DatasetSources.Find(info, locations) is { } source ? new DataPlace(source.Place, source.Remark) : null;

    /// <summary>Finds the folder or file that holds a set of the catalogue, without reading it.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="folder">The folder or file; empty for an embedded set.</param>
    /// <returns>Whether the set can be loaded, as far as is known without reading its files.</returns>
    public bool TryLocate(string name, [NotNullWhen(true)] out string? folder)
    {
        folder = DatasetCatalog.TryFind(name, out DatasetInfo? info) ? Locate(info)?.Path : null;
        return folder is not null;
    }

    private static DatasetInfo Find(string name) => DatasetCatalog.TryFind(name, out DatasetInfo? info)
        ? info
        : throw new DataNotFoundException($"There is no data set '{name}'; the sets are {string.Join(", ", DatasetCatalog.Names)}.");

    private IDatasetSource Source(DatasetInfo info) =>
        DatasetSources.Find(info, locations)
        ?? throw new DataNotFoundException(DatasetSources.DescribeSearch(info, locations));
}

/// <summary>Where a data set is.</summary>
/// <param name="Path">The folder or file; empty for an embedded set.</param>
/// <param name="Remark">What a user should know about this copy; null if it is the set as published.</param>
public sealed record DataPlace(string Path, string? Remark);
