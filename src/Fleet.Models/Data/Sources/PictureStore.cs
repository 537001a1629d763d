using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Fleet.Models.Data.Sources;

/// <summary>
/// Labelled pictures as files: train/CLASS/NAME and test/CLASS/NAME, JPEG or PNG, in a folder or in a zip. Holds the list; the
/// files are read one at a time.
/// </summary>
internal abstract class PictureStore
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    private protected PictureStore(string place, IEnumerable<PictureFile> files)
    {
        Place = place;
        Files = [.. files.OrderBy(file => file.Part, StringComparer.Ordinal).ThenBy(file => file.Class, StringComparer.Ordinal).ThenBy(file => file.Path, StringComparer.Ordinal)];
        ClassNames = [.. Files.Select(file => file.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder or the zip.</summary>
    public string Place { get; }

    /// <summary>The pictures in ordinal order of part, class and path.</summary>
    public IReadOnlyList<PictureFile> Files { get; }

    /// <summary>The names of the class folders in ordinal order: a picture's label is the position of its class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Opens a folder or a zip; null if there is none, or if it holds no picture where one is expected.</summary>
    /// <exception cref="DataDamagedException">It is a file, but no zip.</exception>
    public static PictureStore? Open(string path)
    {
        PictureStore? store = File.Exists(path) ? ZipPictures.Open(path) : Directory.Exists(path) ? new FolderPictures(path) : null;
        return store is { Files.Count: > 0 } ? store : null;
    }

    /// <summary>
    /// The pictures of one part, the classes in turn, so that any beginning of them holds all classes alike.
    /// </summary>
    public IReadOnlyList<PictureFile> InTurn(string part) =>
    [
        .. Files.Where(file => file.Part == part)
            .GroupBy(file => file.Class, StringComparer.Ordinal)
            .SelectMany(group => group.Select((file, rank) => (file, rank)))
            .OrderBy(item => item.rank)
            .ThenBy(item => item.file.Class, StringComparer.Ordinal)
            .Select(item => item.file),
    ];

    /// <summary>SHA-256 of the list with what tells a changed file: other pictures give another.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (PictureFile file in Files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Part}/{file.Class}/{file.Path} {file.Bytes} {file.Version}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads pictures one after the other.</summary>
    /// <param name="files">Which.</param>
    /// <param name="take">Takes the position in the list and the content of the file.</param>
    /// <exception cref="DataDamagedException">A file cannot be read.</exception>
    public abstract void Read(IReadOnlyList<PictureFile> files, Action<int, byte[]> take);

    private protected static bool IsPicture(string path) =>
        Endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private protected static bool IsPart(string name) => name is DatasetCatalog.Train or DatasetCatalog.Test;

    private sealed class FolderPictures(string folder) : PictureStore(folder, List(folder))
    {
        public override void Read(IReadOnlyList<PictureFile> files, Action<int, byte[]> take)
        {
            for (int i = 0; i < files.Count; i++)
            {
                take(i, ReadOne(files[i].Path));
            }
        }

        private static byte[] ReadOne(string path)
        {
            try
            {
                return File.ReadAllBytes(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new DataDamagedException(path, $"a file that cannot be read ({error.Message})", "a picture", error);
            }
        }

        private static IEnumerable<PictureFile> List(string folder)
        {
            foreach (string part in (string[])[DatasetCatalog.Train, DatasetCatalog.Test])
            {
                var root = new DirectoryInfo(System.IO.Path.Combine(folder, part));
                foreach (DirectoryInfo label in root.Exists ? root.EnumerateDirectories() : [])
                {
                    foreach (FileInfo file in label.EnumerateFiles().Where(file => IsPicture(file.Name)))
                    {
                        yield return new PictureFile(part, label.Name, file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
                    }
                }
            }
        }
    }

    private sealed class ZipPictures : PictureStore
    {
        private ZipPictures(string path, IEnumerable<PictureFile> files)
            : base(path, files)
        {
        }

        public static new ZipPictures Open(string path) => new(path, With(path, List));

        public override void Read(IReadOnlyList<PictureFile> files, Action<int, byte[]> take) => With(Place, archive =>
        {
            for (int i = 0; i < files.Count; i++)
            {
                ZipArchiveEntry entry = archive.GetEntry(files[i].Path)
                    ?? throw new DataDamagedException(Place, $"no {files[i].Path}", "the pictures that were listed");
                using Stream stream = entry.Open();
                using var content = new MemoryStream((int)Math.Min(entry.Length, int.MaxValue));
                stream.CopyTo(content);
                byte[] bytes = content.ToArray();
                take(i, Crc32.HashToUInt32(bytes) == entry.Crc32
                    ? bytes
                    : throw new DataDamagedException($"{Place}, {entry.FullName}", "another checksum", "the one that the zip states"));
            }

            return files;
        });

        private static T With<T>(string path, Func<ZipArchive, T> use)
        {
            try
            {
                using ZipArchive archive = ZipFile.OpenRead(path);
                return use(archive);
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new DataDamagedException(path, $"a file that cannot be read as a zip ({error.Message})", "a zip with train/CLASS/NAME.jpg and test/CLASS/NAME.jpg", error);
            }
        }

        /// <summary>Whatever folders the zip has above train and test are left out.</summary>
        private static PictureFile[] List(ZipArchive archive)
        {
            List<PictureFile> files = [];
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string[] names = entry.FullName.Split('/');
                if (names.Length >= 3 && IsPart(names[^3]) && IsPicture(names[^1]))
                {
                    files.Add(new PictureFile(names[^3], names[^2], entry.FullName, entry.Length, entry.Crc32));
                }
            }

            return [.. files];
        }
    }
}

/// <summary>One picture of a store.</summary>
/// <param name="Part">train or test.</param>
/// <param name="Class">The name of its class folder.</param>
/// <param name="Path">The path of the file, or its name within the zip.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Version">What changes with its content: the zip's checksum, or the time of the last change.</param>
internal sealed record PictureFile(string Part, string Class, string Path, long Bytes, long Version);
