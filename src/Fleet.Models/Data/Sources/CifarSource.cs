using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace Fleet.Models.Data.Sources;

/// <summary>
/// CIFAR-10 in its binary form: five train batches and one of the test, each picture a byte for the class and three planes of
/// pixels; as files, or inside the archive that is published.
/// </summary>
internal sealed class CifarSource(DatasetInfo info, string place) : IDatasetSource
{
    private const int TrainBatches = 5;
    private const string FolderInArchive = "cifar-10-batches-bin";

    public string Place => place;

    public string? Remark => null;

    private int RecordBytes => 1 + info.Shape.Elements;

    private bool IsArchive => File.Exists(place);

    /// <summary>The set in this folder, or null.</summary>
    public static CifarSource? Find(DatasetInfo info, string folder)
    {
        foreach (string candidate in (string[])[folder, Path.Combine(folder, FolderInArchive)])
        {
            if (NamesOf(DatasetInfo.Train).Concat(NamesOf(DatasetInfo.Test)).All(name => File.Exists(Path.Combine(candidate, name))))
            {
                return new CifarSource(info, candidate);
            }
        }

        return info.Files.Select(file => DatasetFiles.FindIn(folder, file)).FirstOrDefault(path => path is not null) is { } archive
            ? new CifarSource(info, archive)
            : null;
    }

    public Dataset Load(string part, CancellationToken cancellation)
    {
        string[] names = NamesOf(part);
        int recordsPerBatch = info.Count(part) / names.Length;
        var content = new byte[names.Length][];
        if (IsArchive)
        {
            DatasetFiles.Check(place, info.Files[0], cancellation);
            ReadArchive(names, content, recordsPerBatch * RecordBytes, cancellation);
        }
        else
        {
            for (int i = 0; i < names.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                string path = Path.Combine(place, names[i]);
                using FileStream file = DatasetFiles.Open(path, "a file of CIFAR-10");
                content[i] = ReadBatch(file, path, recordsPerBatch * RecordBytes);
            }
        }

        return Unpack(part, names, content);
    }

    public IReadOnlyList<DataCheck> Verify(CancellationToken cancellation)
    {
        List<DataCheck> checks = [];
        foreach (string part in (string[])[DatasetInfo.Train, DatasetInfo.Test])
        {
            string item = IsArchive ? part : string.Join(", ", NamesOf(part));
            try
            {
                string hash = Load(part, cancellation).ContentHash;
                checks.Add(new DataCheck(item, place, null) { Note = IsArchive ? null : $"size, labels and classes; content {hash}" });
            }
            catch (DataDamagedException error)
            {
                checks.Add(new DataCheck(item, error.File, $"found {error.Found}, expected {error.Expected}"));
            }
        }

        return checks;
    }

    private static string[] NamesOf(string part) => part == DatasetInfo.Train
        ? [.. Enumerable.Range(1, TrainBatches).Select(i => string.Create(CultureInfo.InvariantCulture, $"data_batch_{i}.bin"))]
        : ["test_batch.bin"];

    private void ReadArchive(string[] names, byte[][] content, int bytes, CancellationToken cancellation)
    {
        try
        {
            using FileStream file = DatasetFiles.Open(place, "a gzip-compressed tar archive");
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var archive = new TarReader(unpacked);
            while (archive.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                int index = Array.IndexOf(names, Path.GetFileName(entry.Name));
                if (index >= 0 && entry.DataStream is { } stream)
                {
                    content[index] = ReadBatch(stream, $"{place}, {entry.Name}", bytes);
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DataDamagedException(place, $"a broken archive ({error.Message})", "a gzip-compressed tar archive", error);
        }

        int missing = Array.FindIndex(content, batch => batch is null);
        if (missing >= 0)
        {
            throw new DataDamagedException(place, $"no {names[missing]}", $"{string.Join(", ", names)} in the archive");
        }
    }

    private static byte[] ReadBatch(Stream stream, string path, int bytes)
    {
        // One byte more than expected, so that a longer file is noticed and a huge one does no harm.
        byte[] content = new byte[bytes + 1];
        int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length == bytes
            ? content
            : throw new DataDamagedException(path, length > bytes ? string.Create(CultureInfo.InvariantCulture, $"more than {bytes} bytes") : string.Create(CultureInfo.InvariantCulture, $"{length} bytes"), string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"));
    }

    private Dataset Unpack(string part, string[] names, byte[][] content)
    {
        int count = info.Count(part);
        int perBatch = count / names.Length;
        byte[] labels = new byte[count];
        byte[] pixels = new byte[count * info.Shape.Elements];
        int[] seen = new int[info.Classes];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = content[i / perBatch].AsSpan(i % perBatch * RecordBytes, RecordBytes);
            string batch = names[i / perBatch];
            if (record[0] >= info.Classes)
            {
                throw new DataDamagedException($"{place}, {batch}", string.Create(CultureInfo.InvariantCulture, $"the class {record[0]} at picture {i % perBatch}"), string.Create(CultureInfo.InvariantCulture, $"classes 0 to {info.Classes - 1}"));
            }

            seen[record[0]]++;
            labels[i] = record[0];
            record[1..].CopyTo(pixels.AsSpan(i * info.Shape.Elements));
        }

        // Files of the right size that are something else hardly ever have the classes balanced.
        int each = count / info.Classes;
        int wrong = Array.FindIndex(seen, number => number != each);
        return wrong < 0
            ? new Dataset(info.Name, part, info.Shape, info.Classes, pixels, labels) { ClassNames = info.ClassNames }
            : throw new DataDamagedException(place, string.Create(CultureInfo.InvariantCulture, $"{seen[wrong]} {part} pictures of class {info.ClassNames[wrong]}"), string.Create(CultureInfo.InvariantCulture, $"{each} of each class"));
    }
}
