using System.Globalization;
using Fleet.Models.Caching;
using Fleet.Models.Data.Pictures;
using Fleet.Models.Text;

namespace Fleet.Models.Data.Sources;

/// <summary>A data set as JPEG or PNG files, decoded once and then kept.</summary>
/// <param name="info">The set. Its number of classes must be that of the class folders.</param>
/// <param name="store">The files.</param>
/// <param name="decoded">Where decoded pictures are kept; null to decode them each time.</param>
internal sealed class PictureSource(DatasetInfo info, PictureStore store, CacheFolder? decoded) : IDatasetSource
{
    private static readonly string[] Parts = [DatasetInfo.Train, DatasetInfo.Test];

    public string Place => store.Place;

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
                string.Create(CultureInfo.InvariantCulture, $"{PlainText.Line(store.Place)} has {store.ClassNames.Count} class folders ({PlainText.Line(string.Join(", ", store.ClassNames.Take(12)))}); the network tells {info.Classes} classes apart."));
        }

        foreach (string part in Parts)
        {
            if (store.Files.All(file => file.Part != part))
            {
                throw new DataMismatchException($"{PlainText.Line(store.Place)} has no pictures in {part}/CLASS/; expected some for training and some for testing.");
            }
        }

        return info with
        {
            TrainCount = store.Files.Count(file => file.Part == DatasetInfo.Train),
            TestCount = store.Files.Count(file => file.Part == DatasetInfo.Test),
            ClassNames = store.ClassNames,
        };
    }

    public Dataset Load(string part, CancellationToken cancellation)
    {
        DatasetInfo described = Describe();
        if (decoded is null)
        {
            return Decode(described, part, cancellation);
        }

        var cache = new DecodedPictures(decoded, described, store, part);
        if (cache.TryLoad() is { } kept)
        {
            return kept;
        }

        decoded.Probe();

        Dataset fresh = Decode(described, part, cancellation);
        cache.Save(fresh);
        return fresh;
    }

    /// <summary>Decodes everything anew.</summary>
    public IReadOnlyList<DataCheck> Verify(CancellationToken cancellation) =>
        [.. Parts.Select(part =>
        {
            try
            {
                List<PictureProblem> problems = [];
                Dataset fresh = Decode(Describe(), part, problems, cancellation);
                string? wrong = problems.Count > 0 ? Refusal(part, problems).Message
                    : info.PicturesAt is null && fresh.Count != info.Count(part) ? $"found {fresh.Count} pictures, expected {info.Count(part)}" : null;
                return new DataCheck(part, store.Place, wrong) { Note = $"{fresh.Count} pictures; content {fresh.ContentHash}; {Remark ?? "no checksum is known"}" };
            }
            catch (DatasetException error)
            {
                return new DataCheck(part, store.Place, error.Message);
            }
        })];

    /// <summary>Decodes a part. If something is wrong with it, the other part is checked too, so that one report names all problems.</summary>
    private Dataset Decode(DatasetInfo described, string part, CancellationToken cancellation)
    {
        List<PictureProblem> problems = [];
        Dataset whole = Decode(described, part, problems, cancellation);
        if (problems.Count == 0)
        {
            return whole;
        }

        string other = part == DatasetInfo.Train ? DatasetInfo.Test : DatasetInfo.Train;
        Decode(described, other, problems, cancellation);
        throw Refusal(null, problems);
    }

    private PicturesException Refusal(string? part, List<PictureProblem> problems) => new(
        store.Place, problems, store.Files.Count(file => part is null || file.Part == part), new PictureSize(info.Shape.Height, info.Shape.Width));

    private Dataset Decode(DatasetInfo described, string part, List<PictureProblem> problems, CancellationToken cancellation)
    {
        IReadOnlyList<PictureFile> files = store.InTurn(part);
        int elements = described.Shape.Elements;
        long bytes = (long)files.Count * elements;
        if (bytes > Array.MaxLength)
        {
            throw new DataMismatchException(string.Create(CultureInfo.InvariantCulture, $"{PlainText.Line(store.Place)} has {files.Count} {part} pictures of {described.Shape}, {bytes / 1e9:0.0} GB decoded; at most {Array.MaxLength / 1e9:0.0} GB fit."));
        }

        byte[] pixels = new byte[bytes];
        byte[] labels = new byte[files.Count];
        var decoder = new PictureDecoder(described.Shape, described.Fit);
        store.Read(files, (i, content) =>
        {
            cancellation.ThrowIfCancellationRequested();
            labels[i] = (byte)described.ClassNames.TakeWhile(name => name != files[i].Class).Count();
            try
            {
                if (decoder.Decode(content(), pixels.AsSpan(i * elements, elements), cancellation) is { } otherSize)
                {
                    problems.Add(new PictureProblem(files[i].Path, PictureFault.OtherSize, otherSize));
                }
            }
            catch (PictureException damaged)
            {
                problems.Add(new PictureProblem(files[i].Path, PictureFault.Damaged, damaged.Message));
            }
        });
        return new Dataset(described.Name, part, described.Shape, described.Classes, pixels, labels) { ClassNames = described.ClassNames };
    }
}
