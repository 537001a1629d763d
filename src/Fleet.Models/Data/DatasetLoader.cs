using System.Diagnostics.CodeAnalysis;

namespace Fleet.Models.Data;

/// <summary>Loads data sets: draws the embedded one, reads and checks the others from the first place that holds them.</summary>
/// <param name="locations">Where to look.</param>
public sealed class DatasetLoader(DataLocations locations)
{
    /// <summary>Loads the test part of a set, and the train part when its pictures are first needed: to find weights they are not.</summary>
    /// <exception cref="DataNotFoundException">The name is unknown or the files are nowhere.</exception>
    /// <exception cref="DataDamagedException">A file does not hold what it should.</exception>
    public LabelledData Load(string name, CancellationToken cancellation = default)
    {
        DatasetInfo info = Find(name);
        string? folder = info.Embedded ? null : FolderOf(info, info.Files);
        Dataset LoadTrain() => LoadPart(info, folder, DatasetCatalog.Train, cancellation);
        return new LabelledData(
            info.TrainContentHash is { } hash ? Dataset.Deferred(info, DatasetCatalog.Train, info.TrainCount, hash, LoadTrain) : LoadTrain(),
            LoadPart(info, folder, DatasetCatalog.Test, cancellation));
    }

    /// <summary>Loads the test part of a set; the files of the train part need not be there.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public Dataset LoadTest(string name, CancellationToken cancellation = default)
    {
        DatasetInfo info = Find(name);
        string? folder = info.Embedded ? null : FolderOf(info, [.. info.Files.Where(file => file.Part == DatasetCatalog.Test)]);
        return LoadPart(info, folder, DatasetCatalog.Test, cancellation);
    }

    /// <summary>Finds the folder that holds all files of a set, without reading them.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="folder">The folder; empty for an embedded set.</param>
    /// <returns>Whether the set can be loaded, as far as can be told without reading its files.</returns>
    public bool TryLocate(string name, [NotNullWhen(true)] out string? folder)
    {
        folder = null;
        if (DatasetCatalog.TryFind(name, out DatasetInfo? info))
        {
            folder = info.Embedded ? "" : DatasetFiles.FindFolder(locations, name, info.Files);
        }

        return folder is not null;
    }

    private static DatasetInfo Find(string name) => DatasetCatalog.TryFind(name, out DatasetInfo? info)
        ? info
        : throw new DataNotFoundException($"There is no data set '{name}'; the sets are {string.Join(", ", DatasetCatalog.Names)}.");

    private string FolderOf(DatasetInfo info, IReadOnlyList<DatasetFile> files) =>
        DatasetFiles.FindFolder(locations, info.Name, files)
        ?? throw new DataNotFoundException(DatasetFiles.DescribeSearch(locations, info.Name, files));

    private static Dataset LoadPart(DatasetInfo info, string? folder, string part, CancellationToken cancellation)
    {
        int count = part == DatasetCatalog.Train ? info.TrainCount : info.TestCount;
        if (folder is null)
        {
            return SyntheticDigits.Draw(part, count, SyntheticDigits.DefaultSeed, cancellation);
        }

        return new Dataset(
            info.Name, part, info.Shape, info.Classes, ReadFile(labels: false), ReadFile(labels: true));

        ReadOnlyMemory<byte> ReadFile(bool labels)
        {
            DatasetFile file = info.Files.First(file => file.Part == part && file.HoldsLabels == labels);
            return DatasetFiles.Read(folder, file, cancellation);
        }
    }
}
