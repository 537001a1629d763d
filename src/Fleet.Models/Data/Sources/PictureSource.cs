using System.Globalization;

namespace Fleet.Models.Data.Sources;

/// <summary>A data set as JPEG or PNG files, decoded once and then kept.</summary>
/// <param name="info">The set. Its number of classes must be that of the class folders.</param>
/// <param name="store">The files.</param>
/// <param name="decodedFolder">Where decoded pictures are kept; null to decode them each time.</param>
internal sealed class PictureSource(DatasetInfo info, PictureStore store, string? decodedFolder) : IDatasetSource
{
    /// <inheritdoc/>
    public string Place => store.Place;

    /// <inheritdoc/>
    public string? Remark => info.PicturesAt is null
        ? "a recompressed copy as pictures: not the original pixels, and another content hash"
        : null;

    /// <summary>What is known about the set once its files are listed: counts and class names.</summary>
    /// <exception cref="DataMismatchException">The folders are not what the network needs.</exception>
    public DatasetInfo Describe()
    {
        if (store.ClassNames.Count != info.Classes)
        {
            throw new DataMismatchException(
                string.Create(CultureInfo.InvariantCulture, $"{store.Place} has {store.ClassNames.Count} class folders ({string.Join(", ", store.ClassNames.Take(12))}); the network tells {info.Classes} classes apart."));
        }

        foreach (string part in (string[])[DatasetCatalog.Train, DatasetCatalog.Test])
        {
            if (store.Files.All(file => file.Part != part))
            {
                throw new DataMismatchException($"{store.Place} has no pictures in {part}/CLASS/; expected some for training and some for testing.");
            }
        }

        return info with
        {
            TrainCount = store.Files.Count(file => file.Part == DatasetCatalog.Train),
            TestCount = store.Files.Count(file => file.Part == DatasetCatalog.Test),
            ClassNames = store.ClassNames,
        };
    }

    /// <inheritdoc/>
    public Dataset Load(string part, CancellationToken cancellation)
    {
        DatasetInfo described = Describe();
        if (decodedFolder is null)
        {
            return Decode(described, part, cancellation);
        }

        var cache = new DecodedPictures(decodedFolder, described, store, part);
        if (cache.TryLoad() is { } decoded)
        {
            return decoded;
        }

        Dataset fresh = Decode(described, part, cancellation);
        cache.Save(fresh);
        return fresh;
    }

    /// <summary>Decodes everything anew.</summary>
    public IReadOnlyList<DataCheck> Verify(CancellationToken cancellation)
    {
        List<DataCheck> checks = [];
        foreach (string part in (string[])[DatasetCatalog.Train, DatasetCatalog.Test])
        {
            try
            {
                Dataset decoded = Decode(Describe(), part, cancellation);
                string? wrong = info.PicturesAt is null && decoded.Count != info.Count(part) ? $"found {decoded.Count} pictures, expected {info.Count(part)}" : null;
                checks.Add(new DataCheck(part, store.Place, wrong) { Note = $"{decoded.Count} pictures; content {decoded.ContentHash}; {Remark ?? "no checksum is known"}" });
            }
            catch (DatasetException error)
            {
                checks.Add(new DataCheck(part, store.Place, error.Message));
            }
        }

        return checks;
    }

    private Dataset Decode(DatasetInfo described, string part, CancellationToken cancellation)
    {
        IReadOnlyList<PictureFile> files = store.InTurn(part);
        int elements = described.Shape.Elements;
        long bytes = (long)files.Count * elements;
        if (bytes > Array.MaxLength)
        {
            throw new DataMismatchException(string.Create(CultureInfo.InvariantCulture, $"{store.Place} has {files.Count} {part} pictures of {described.Shape}, {bytes / 1e9:0.0} GB decoded; at most {Array.MaxLength / 1e9:0.0} GB fit."));
        }

        byte[] pixels = new byte[bytes];
        byte[] labels = new byte[files.Count];
        store.Read(files, (i, content) =>
        {
            cancellation.ThrowIfCancellationRequested();
            PictureDecoder.Decode(content, files[i].Path, described.Shape, pixels.AsSpan(i * elements, elements));
            labels[i] = (byte)described.ClassNames.TakeWhile(name => name != files[i].Class).Count();
        });
        return new Dataset(described.Name, part, described.Shape, described.Classes, pixels, labels) { ClassNames = described.ClassNames };
    }
}
