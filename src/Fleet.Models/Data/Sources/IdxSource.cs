namespace Fleet.Models.Data.Sources;

/// <summary>A folder with IDX files.</summary>
internal sealed class IdxSource(DatasetInfo info, string folder) : IDatasetSource
{
    /// <inheritdoc/>
    public string Place => folder;

    /// <inheritdoc/>
    public string? Remark => null;

    /// <summary>The first folder that holds the files of a part, or all files.</summary>
    public static IdxSource? Find(DatasetInfo info, IEnumerable<string> folders, string? part)
    {
        DatasetFile[] files = [.. info.Files.Where(file => part is null || file.Part == part)];
        return folders.FirstOrDefault(folder => Array.TrueForAll(files, file => DatasetFiles.FindIn(folder, file) is not null)) is { } found
            ? new IdxSource(info, found)
            : null;
    }

    /// <inheritdoc/>
    public Dataset Load(string part, CancellationToken cancellation)
    {
        return new Dataset(info.Name, part, info.Shape, info.Classes, ReadFile(labels: false), ReadFile(labels: true)) { ClassNames = info.ClassNames };

        ReadOnlyMemory<byte> ReadFile(bool labels)
        {
            DatasetFile file = info.Files.First(file => file.Part == part && file.HoldsLabels == labels);
            string path = DatasetFiles.FindIn(folder, file) ?? throw new DataNotFoundException($"{Path.Combine(folder, file.Name)} is gone.");
            using FileStream stream = DatasetFiles.Open(path, "an IDX file");
            return IdxFile.Read(stream, path, file, cancellation);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<DataCheck> Verify(CancellationToken cancellation) =>
        [.. info.Files.Select(file => DatasetFiles.Verify(folder, file, cancellation))];
}
