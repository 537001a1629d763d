using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fleet.Models.Data.Sources;

/// <summary>
/// The decoded pictures of one part on disk: a line with the content hash, then pixels and labels as they are. The file's name
/// changes with the pictures, their shape and the decoder; it appears whole or not at all, and one that is damaged is made anew.
/// </summary>
internal sealed class DecodedPictures(string folder, DatasetInfo info, PictureStore store, string part)
{
    private const int HeaderBytes = 65; // 64 hexadecimal digits and a line feed

    private readonly string _path = Path.Combine(folder, $"{info.Name}-{part}-{Key(info, store)}.pictures");

    /// <summary>The pictures as they were kept, or null if they were not, or are damaged.</summary>
    public Dataset? TryLoad()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        byte[] content = File.ReadAllBytes(_path);
        int count = info.Count(part);
        int pixels = count * info.Shape.Elements;
        if (content.Length != HeaderBytes + pixels + count || content.AsSpan(HeaderBytes + pixels).ContainsAnyInRange((byte)info.Classes, byte.MaxValue))
        {
            return null;
        }

        var kept = new Dataset(
            info.Name, part, info.Shape, info.Classes, content.AsMemory(HeaderBytes, pixels), content.AsMemory(HeaderBytes + pixels, count))
        {
            ClassNames = info.ClassNames,
        };
        return kept.ContentHash == Encoding.ASCII.GetString(content, 0, HeaderBytes - 1) ? kept : null;
    }

    /// <summary>Keeps pictures for the next time.</summary>
    public void Save(Dataset pictures)
    {
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{_path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part");
        try
        {
            Directory.CreateDirectory(folder);
            using (FileStream stream = File.Create(temporary))
            {
                stream.Write(Encoding.ASCII.GetBytes(pictures.ContentHash + "\n"));
                stream.Write(pictures.Pixels.Span);
                stream.Write(pictures.Labels.Span);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    private static string Key(DatasetInfo info, PictureStore store)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{PictureDecoder.Version}\n{info.Shape.Channels}x{info.Shape.Height}x{info.Shape.Width}\n{store.Fingerprint()}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
