using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Data.Pictures;
using Fleet.Models.Files;

namespace Fleet.Models.Data.Sources;

/// <summary>
/// Labelled pictures as files: train/CLASS/NAME and test/CLASS/NAME, JPEG or PNG, in a folder or in a zip. Holds the list; the
/// files are read one at a time.
/// </summary>
internal abstract class PictureStore
{
    /// <summary>What macOS adds to a zip beside the files.</summary>
    private const string MacFolder = "__MACOSX";

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
        try
        {
            PictureStore? store = File.Exists(path) ? ZipPictures.Open(path) : Directory.Exists(path) ? new FolderPictures(path) : null;
            return store is { Files.Count: > 0 } ? store : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataDamagedException(path, "a folder that cannot be listed", "folders that may be read", error);
        }
    }

    /// <summary>The pictures of one part, the classes in turn, so that any beginning of them holds all classes alike.</summary>
    public IReadOnlyList<PictureFile> InTurn(string part) =>
    [
        .. Files.Where(file => file.Part == part)
            .GroupBy(file => file.Class, StringComparer.Ordinal)
            .SelectMany(group => group.Select((file, rank) => (file, rank)))
            .OrderBy(item => item.rank)
            .ThenBy(item => item.file.Class, StringComparer.Ordinal)
            .Select(item => item.file),
    ];

    /// <summary>SHA-256 over the list of files and what changes with a file: other pictures give another hash.</summary>
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
    /// <param name="take">
    /// Takes the position in the list and a function that gives the content of the file, or throws a
    /// <see cref="PictureException"/> if it cannot be read.
    /// </param>
    /// <exception cref="DataDamagedException">The zip cannot be read.</exception>
    public abstract void Read(IReadOnlyList<PictureFile> files, Action<int, Func<byte[]>> take);

    /// <summary>Whether a name in a class folder is that of a picture. Hidden files, such as the ._NAME of macOS, are none.</summary>
    private protected static bool IsPicture(string name) =>
        !IsHidden(name) && Endings.Contains(System.IO.Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    private protected static bool IsHidden(string name) => name.StartsWith('.') || name == MacFolder;

    private protected static bool IsPart(string name) => name is DatasetInfo.Train or DatasetInfo.Test;

    private sealed class FolderPictures(string folder) : PictureStore(folder, List(folder))
    {
        public override void Read(IReadOnlyList<PictureFile> files, Action<int, Func<byte[]>> take)
        {
            for (int i = 0; i < files.Count; i++)
            {
                PictureFile file = files[i];
                take(i, () => ReadOne(file));
            }
        }

        private static byte[] ReadOne(PictureFile file)
        {
            try
            {
                RegularFile.Require(file.Path);
                byte[] content = new byte[Checked(file.Bytes)];
                if (content.Length > 0)
                {
                    using FileStream stream = RegularFile.OpenRead(file.Path);
                    stream.ReadExactly(content);
                }

                return content;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new PictureException(
                    error is SpecialFileException ? RegularFile.Special
                    : error is EndOfStreamException ? "a file that changed while it was read"
                    : error is UnauthorizedAccessException ? "a file that may not be read"
                    : error is FileNotFoundException or DirectoryNotFoundException ? "a link to nothing, or a file that is gone"
                    : $"a file that cannot be read ({error.Message})");
            }
        }

        private static IEnumerable<PictureFile> List(string folder)
        {
            foreach (string part in (string[])[DatasetInfo.Train, DatasetInfo.Test])
            {
                var root = new DirectoryInfo(System.IO.Path.Combine(folder, part));
                foreach (DirectoryInfo label in (root.Exists ? root.EnumerateDirectories() : []).Where(label => !IsHidden(label.Name)))
                {
                    foreach (FileInfo file in label.EnumerateFiles().Where(file => IsPicture(file.Name)))
                    {
                        yield return new PictureFile(part, label.Name, file.FullName, LengthOf(file), file.LastWriteTimeUtc.Ticks);
                    }
                }
            }
        }
    }

    private static int Checked(long bytes) => bytes is >= 0 and <= PictureLimits.FileBytes
        ? (int)bytes
        : throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes, more than the {PictureLimits.FileBytes} that are read of a picture"));

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0; // a broken link, which is reported when it is read
        }
    }

    private sealed class ZipPictures : PictureStore
    {
        private ZipPictures(string path, IEnumerable<PictureFile> files)
            : base(path, files)
        {
        }

        public static new ZipPictures Open(string path) => new(path, With(path, archive => List(path, archive)));

        public override void Read(IReadOnlyList<PictureFile> files, Action<int, Func<byte[]>> take) => With(Place, archive =>
        {
            for (int i = 0; i < files.Count; i++)
            {
                PictureFile file = files[i];
                take(i, () => ReadOne(archive.GetEntry(file.Path) ?? throw new PictureException("no such entry of the zip any more")));
            }

            return files;
        });

        private static byte[] ReadOne(ZipArchiveEntry entry)
        {
            if (entry.IsEncrypted)
            {
                throw new PictureException("an encrypted entry of the zip; expected a zip without a password");
            }

            if (entry.Length > (entry.CompressedLength + 1) * PictureLimits.InflationRatio)
            {
                throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"{entry.CompressedLength} bytes in the zip that claim to be {entry.Length}"));
            }

            byte[] content = new byte[Checked(entry.Length)];
            try
            {
                using Stream stream = entry.Open();
                int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
                if (length < content.Length || stream.ReadByte() >= 0)
                {
                    throw new PictureException("another length than the zip states");
                }
            }
            catch (Exception error) when (IsUnreadable(error))
            {
                throw new PictureException("an entry of the zip that cannot be inflated");
            }

            return Crc32.HashToUInt32(content) == entry.Crc32 ? content : throw new PictureException("another checksum than the zip states");
        }

        private static T With<T>(string path, Func<ZipArchive, T> use)
        {
            try
            {
                using FileStream file = RegularFile.OpenRead(path);
                using var archive = new ZipArchive(file);
                return use(archive);
            }
            catch (Exception error) when (IsUnreadable(error) || error is UnauthorizedAccessException)
            {
                string reason = error is SpecialFileException ? RegularFile.Special : error is UnauthorizedAccessException ? "a file that may not be read" : "a file that cannot be read as a zip: another format, or a torn one";
                throw new DataDamagedException(path, reason, "a zip with train/CLASS/NAME.jpg and test/CLASS/NAME.jpg", error);
            }
        }

        /// <summary>The library reports damage by all of these exceptions.</summary>
        private static bool IsUnreadable(Exception error) =>
            error is IOException or InvalidDataException or NotSupportedException or ArgumentException or OverflowException or InvalidOperationException;

        /// <summary>Whatever folders the zip has above train and test are left out.</summary>
        private static PictureFile[] List(string path, ZipArchive archive)
        {
            if (archive.Entries.Count > PictureLimits.ZipEntries)
            {
                throw new DataDamagedException(path, $"{archive.Entries.Count} entries", $"at most {PictureLimits.ZipEntries}");
            }

            List<PictureFile> files = [];
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string[] names = entry.FullName.Split('/');
                if (names.Length >= 3 && IsPart(names[^3]) && IsPicture(names[^1]) && !IsHidden(names[^2]) && !names.Contains(MacFolder))
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
