using Fleet.Models.Data;
using SkiaSharp;

namespace Fleet.Host.Tests.Support;

/// <summary>Drawn digits as a user's own pictures: JPEG and PNG files in folders of their classes.</summary>
internal static class PictureFolder
{
    /// <summary>Writes the first digits of both parts.</summary>
    public static void Write(TemporaryFolder folder, string name, int train, int test)
    {
        Write(folder, name, SyntheticDigits.Draw(DatasetInfo.Train, train));
        Write(folder, name, SyntheticDigits.Draw(DatasetInfo.Test, test));
    }

    /// <summary>Ten classes of one picture of a megapixel, again and again: a lot to decode in little space.</summary>
    public static void WriteLarge(TemporaryFolder folder, string name, int perClass)
    {
        using var bitmap = new SKBitmap(1000, 1000, SKColorType.Gray8, SKAlphaType.Opaque);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        byte[] content = data.ToArray();
        foreach (string part in (string[])[DatasetInfo.Train, DatasetInfo.Test])
        {
            for (int label = 0; label < 10; label++)
            {
                string place = folder.PathOf(name, part, $"class-{label}");
                Directory.CreateDirectory(place);
                for (int i = 0; i < perClass; i++)
                {
                    File.WriteAllBytes(Path.Combine(place, $"{i}.png"), content);
                }
            }
        }
    }

    private static void Write(TemporaryFolder folder, string name, Dataset digits)
    {
        for (int i = 0; i < digits.Count; i++)
        {
            string place = folder.PathOf(name, digits.Part, $"class-{digits.Labels.Span[i]}");
            Directory.CreateDirectory(place);
            using var bitmap = new SKBitmap(28, 28, SKColorType.Gray8, SKAlphaType.Opaque);
            digits.Image(i).CopyTo(bitmap.GetPixelSpan());
            bool png = i % 2 == 0;
            using SKData data = bitmap.Encode(png ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 90);
            File.WriteAllBytes(Path.Combine(place, $"{i:0000}.{(png ? "png" : "jpg")}"), data.ToArray());
        }
    }
}
