using System.IO.Compression;
using System.Text;
using Fleet.Models.Data;
using Fleet.Models.Data.Pictures;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Fuzz;

/// <summary>Pictures and zips that were changed at random: each is read or refused, and nothing else happens.</summary>
public sealed class PictureFuzzTests : IDisposable
{
    private static readonly string[] Names =
    [
        "mine/train/a/1.png", "mine/train/b/2.jpg", "mine/test/a/3.jpg", "mine/test/b/4.png", "__MACOSX/mine/train/a/._1.png", "mine/.DS_Store",
        "mine/train/a/\u001b[2J\n.png", "train/b/../../x.jpg", "mine/test/b/" + new string('x', 5000) + ".png",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_changed_picture_is_decoded_or_refused() => Fuzzing.Run(LongRun.Cases(3_000, 200_000), random =>
    {
        byte[] file = random.Next(2) == 0 ? SmallPng.Any(random) : SmallJpeg.Any(random);
        file = Fuzzing.Mutate(file, random);
        if (random.Next(2) == 0 && file.AsSpan().StartsWith(PngStream.Signature))
        {
            SmallPng.Reseal(file);
        }

        try
        {
            RgbPicture picture = EncodedPicture.Open(file).Decode(CancellationToken.None);
            Assert.Equal(picture.Height * picture.Width * RgbPicture.Channels, picture.Pixels.Length);
            return "";
        }
        catch (PictureException refused)
        {
            return refused.Message;
        }
    });

    [Fact]
    public void A_changed_zip_is_read_or_refused() => Fuzzing.Run(LongRun.Cases(1_000, 100_000), random =>
    {
        string path = _folder.PathOf("pictures.zip");
        File.WriteAllBytes(path, Fuzzing.Mutate(Zip(random), random));
        var loader = new DatasetLoader(DataLocations.Only("/no/such/folder"));
        try
        {
            loader.Load(DatasetInfo.OfPictures(path, new TensorShape(3, 9, 7), 2, new PictureFit(Resize: new PictureSize(9, 7))));
            return "";
        }
        catch (DatasetException refused)
        {
            return refused.Message;
        }
    });

    private static byte[] Zip(Random random)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (string name in Names)
            {
                using Stream entry = zip.CreateEntry(name, random.Next(2) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
                entry.Write(random.Next(2) == 0 ? SmallPng.Any(random) : SmallJpeg.Any(random));
            }
        }

        return file.ToArray();
    }
}
