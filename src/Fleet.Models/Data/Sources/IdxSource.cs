namespace Fleet.Models.Data.Sources;

/// <summary>A folder with IDX files.</summary>
internal sealed class IdxSource(DatasetInfo info, string folder) : IDatasetSource
{
    public string Place => folder;

    public string? Remark => null;

    /// <summary>The first folder that holds all files.</summary>
    public static IdxSource? Find(DatasetInfo info, IEnumerable<string> folders) =>
        folders.FirstOrDefault(folder => info.Files.All(file => DatasetFiles.FindIn(folder, file) is not null)) is { } found
            ? new IdxSource(info, found)
            : null;

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

    public IReadOnlyList<DataCheck> Verify(CancellationToken cancellation) =>
        [.. info.Files.Select(file => DatasetFiles.Verify(folder, file, cancellation))];
}
