using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Caching;

namespace Fleet.Models.Data.Sources;

/// <summary>
/// The decoded pictures of one part on disk: a line with the content hash, then pixels and labels as they are. The file's name
/// changes with the pictures, their shape and the decoder; it appears whole or not at all, and one that is damaged is made anew.
/// </summary>
internal sealed class DecodedPictures(CacheFolder cache, DatasetInfo info, PictureStore store, string part)
{
    private const int HeaderBytes = 65; // 64 hexadecimal digits and a line feed

    private readonly string _path = Path.Combine(cache.FullPath, $"{info.Name}-{part}-{Key(info, store)}.pictures");

    /// <summary>The pictures as they were kept, or null if they were not, or are damaged.</summary>
    public Dataset? TryLoad()
    {
        if (cache.TryRead(_path) is not { } content)
        {
            return null;
        }

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
    public void Save(Dataset pictures) => cache.Write(
        _path,
        stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes(pictures.ContentHash + "\n"));
            stream.Write(pictures.Pixels.Span);
            stream.Write(pictures.Labels.Span);
        },
        remember: false);

    private static string Key(DatasetInfo info, PictureStore store)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{PictureDecoder.Version}\n{info.Shape.Channels}x{info.Shape.Height}x{info.Shape.Width}\n{info.Fit.Canonical}\n{store.Fingerprint()}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
