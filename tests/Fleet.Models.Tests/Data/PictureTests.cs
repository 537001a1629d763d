using System.IO.Compression;
using Fleet.Models.Data;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Data;

/// <summary>A user's own pictures: two classes, 2 x 2 pixels, three pictures of each to learn from and one to judge on.</summary>
public sealed class PictureTests : IDisposable
{
    private static readonly TensorShape Color = new(3, 2, 2);
    private readonly TemporaryFolder _folder = new();

    public PictureTests()
    {
        foreach (string label in (string[])["zebra", "ant"])
        {
            for (int i = 0; i < 3; i++)
            {
                Write(label, "train", i);
            }

            Write(label, "test", 9);
        }
    }

    private string Root => _folder.PathOf("pictures");

    private string Decoded => _folder.PathOf("decoded");

    private string[] Kept => Directory.Exists(Decoded) ? Directory.GetFiles(Decoded) : [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_follow_the_names_of_the_folders_and_the_classes_come_in_turn()
    {
        Dataset train = Load(Root).Train;

        Assert.Equal(["ant", "zebra"], train.ClassNames);
        Assert.Equal([0, 1, 0, 1, 0, 1], train.Labels.ToArray());
        Assert.Equal(Planes(Pixels("ant", 1)), train.Image(2).ToArray());
    }

    [Fact]
    public void A_zip_holds_what_its_folder_holds()
    {
        string zip = _folder.PathOf("pictures.zip");
        ZipFile.CreateFromDirectory(Root, zip, CompressionLevel.Optimal, includeBaseDirectory: true);
        (LabelledData folder, LabelledData packed) = (Load(Root), Load(zip));

        Assert.Equal(folder.Train.ContentHash, packed.Train.ContentHash);
        Assert.Equal(folder.Test.ContentHash, packed.Test.ContentHash);
    }

    [Fact]
    public void For_a_network_of_one_channel_colours_become_their_luma_and_greys_stay()
    {
        File.WriteAllBytes(_folder.PathOf("pictures", "train", "ant", "0.png"), SmallPng.Encode(2, [7, 7, 7, 255, 0, 0, 0, 255, 0, 255, 255, 255]));
        Dataset train = new DatasetLoader(Locations(null)).Load(DatasetInfo.OfPictures(Root, new TensorShape(1, 2, 2), 2)).Train;

        Assert.Equal([7, 77, 149, 255], train.Image(0).ToArray());
    }

    [Fact]
    public void Pictures_are_decoded_once_and_again_when_one_changes_or_the_kept_ones_are_damaged()
    {
        string hash = Load(Root).Train.ContentHash;
        string kept = Assert.Single(Directory.GetFiles(Decoded, "pictures-train-*"));
        DateTime first = Age(kept);
        Assert.Equal(hash, Load(Root).Train.ContentHash);
        Assert.Equal(first, File.GetLastWriteTimeUtc(kept));

        byte[] whole = File.ReadAllBytes(kept);
        foreach (byte[] damaged in (byte[][])[[], whole[..^1], [.. whole[..^8], 9, .. whole[^7..]]])
        {
            File.WriteAllBytes(kept, damaged);
            Assert.Equal(hash, Load(Root).Train.ContentHash);
            Assert.Equal(whole, File.ReadAllBytes(kept));
        }

        File.WriteAllBytes(_folder.PathOf("pictures", "train", "ant", "0.png"), SmallPng.Encode(2, Pixels("ant", 77)));
        File.SetLastWriteTimeUtc(_folder.PathOf("pictures", "train", "ant", "0.png"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(hash, Load(Root).Train.ContentHash);
        Assert.Equal(2, Directory.GetFiles(Decoded, "pictures-train-*").Length);
    }

    [Fact]
    public void A_picture_that_is_none_is_told_and_nothing_is_kept()
    {
        string path = _folder.PathOf("pictures", "train", "ant", "1.png");
        byte[] whole = File.ReadAllBytes(path);
        foreach (byte[] wrong in (byte[][])[[], whole[..20], whole[..^12], [.. "no picture"u8]])
        {
            File.WriteAllBytes(path, wrong);
            PicturesException refused = Assert.Throws<PicturesException>(() => Load(Root));
            Assert.Equal((path, PictureFault.Damaged), (refused.Problems.Single().File, refused.Problems.Single().Kind));
            Assert.StartsWith($"1 of 8 pictures in {Root} cannot be used:\n  {path} is damaged: found ", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Kept);
    }

    [Fact]
    public void Pictures_of_another_size_are_listed_all_with_damaged_ones_and_with_what_to_do()
    {
        string first = _folder.PathOf("pictures", "train", "ant", "0.png");
        string second = _folder.PathOf("pictures", "test", "zebra", "9.png");
        string third = _folder.PathOf("pictures", "train", "zebra", "1.png");
        File.WriteAllBytes(first, SmallPng.Encode(1, new byte[6]));
        File.WriteAllBytes(second, SmallPng.Encode(3, new byte[18]));
        File.WriteAllBytes(third, []);

        PicturesException refused = Assert.Throws<PicturesException>(() => Load(Root));
        Assert.Equal([(first, PictureFault.OtherSize), (third, PictureFault.Damaged), (second, PictureFault.OtherSize)], refused.Problems.Select(one => (one.File, one.Kind)));
        Assert.Contains($"{first} is of another size: 2 x 1 pixels (height x width), expected 2 x 2\n", refused.Message, StringComparison.Ordinal);
        Assert.Contains("resize: 2x2", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Kept);
    }

    [Fact]
    public void Pictures_of_many_other_sizes_are_counted_beyond_the_first_fifty()
    {
        for (int i = 0; i < 70; i++)
        {
            File.WriteAllBytes(_folder.PathOf("pictures", "train", "ant", $"more-{i}.png"), SmallPng.Encode(1, new byte[6]));
        }

        string message = Assert.Throws<PicturesException>(() => Load(Root)).Message;
        Assert.StartsWith("70 of 78 pictures", message, StringComparison.Ordinal);
        Assert.Contains("\n  and 20 more\n", message, StringComparison.Ordinal);
        Assert.Equal(1 + 50 + 1 + 1, message.Split('\n').Length);
    }

    [Fact]
    public void Resized_and_cropped_pictures_are_kept_apart_in_the_cache()
    {
        File.WriteAllBytes(_folder.PathOf("pictures", "train", "ant", "0.png"), SmallPng.Encode(4, [.. Enumerable.Repeat((byte)9, 48)]));
        string resized = Load(Root, new PictureFit(Resize: new PictureSize(2, 2))).Train.ContentHash;
        Dataset cropped = Load(Root, new PictureFit(Crop: new PictureSize(2, 2))).Train;
        Assert.Equal(resized, cropped.ContentHash); // one colour only, and the others have the size
        Assert.Equal(2, Directory.GetFiles(Decoded, "pictures-train-*").Length);
        Assert.Throws<PicturesException>(() => Load(Root));

        File.WriteAllBytes(_folder.PathOf("pictures", "train", "ant", "0.png"), SmallPng.Encode(1, new byte[3]));
        PicturesException small = Assert.Throws<PicturesException>(() => Load(Root, new PictureFit(Crop: new PictureSize(2, 2))));
        Assert.Contains("1 x 1 pixels (height x width), less than the crop of 2 x 2", small.Message, StringComparison.Ordinal);
    }

    /// <summary>What macOS and Windows put beside the pictures is none of them, in folders and in zips.</summary>
    [Fact]
    public void Files_of_the_system_are_left_out()
    {
        string plain = Load(Root).Train.ContentHash;
        foreach (string name in (string[])["._0.png", ".DS_Store", "Thumbs.db"])
        {
            File.WriteAllBytes(_folder.PathOf("pictures", "train", "ant", name), [0, 5, 22, 7]);
        }

        Directory.CreateDirectory(_folder.PathOf("pictures", "train", "__MACOSX"));
        File.WriteAllBytes(_folder.PathOf("pictures", "train", "__MACOSX", "1.png"), [0]);
        Assert.Equal(plain, Load(Root).Train.ContentHash);

        string zip = _folder.PathOf("mac.zip");
        ZipFile.CreateFromDirectory(Root, zip, CompressionLevel.Optimal, includeBaseDirectory: true);
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Update))
        {
            foreach (string name in (string[])["__MACOSX/pictures/train/ant/._0.png", "__MACOSX/._pictures", "pictures/.DS_Store"])
            {
                using Stream stray = archive.CreateEntry(name).Open();
                stray.Write([0, 5, 22, 7]);
            }
        }

        Dataset packed = Load(zip).Train;
        Assert.Equal((6, plain), (packed.Count, packed.ContentHash));
    }

    [Fact]
    public void A_zip_with_a_changed_entry_and_a_picture_too_long_are_told_by_their_names()
    {
        string zip = _folder.PathOf("changed.zip");
        ZipFile.CreateFromDirectory(Root, zip, CompressionLevel.NoCompression, includeBaseDirectory: false);
        byte[] bytes = File.ReadAllBytes(zip);
        int at = bytes.AsSpan().IndexOf(File.ReadAllBytes(_folder.PathOf("pictures", "train", "zebra", "2.png")));
        bytes[at + 50] ^= 1;
        File.WriteAllBytes(zip, bytes);
        PictureProblem problem = Assert.Throws<PicturesException>(() => Load(zip)).Problems.Single();
        Assert.Equal(("train/zebra/2.png", "another checksum than the zip states"), (problem.File, problem.Found));

        string large = _folder.PathOf("pictures", "train", "ant", "0.png");
        using (FileStream sparse = File.OpenWrite(large))
        {
            sparse.SetLength(5_000_000_000);
        }

        Assert.Contains("5000000000 bytes, more than the 67108864", Assert.Throws<PicturesException>(() => Load(Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_that_is_stopped_keeps_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => new DatasetLoader(Locations(Decoded)).Load(Info(Root), cancellation.Token));
        Assert.Empty(Kept);
    }

    [Fact]
    public void Another_number_of_classes_than_the_network_s_is_told()
    {
        var loader = new DatasetLoader(Locations(null));
        Assert.Contains(
            "has 2 class folders (ant, zebra); the network tells 10 classes apart",
            Assert.Throws<DataMismatchException>(() => loader.Describe(DatasetInfo.OfPictures(Root, Color, 10))).Message,
            StringComparison.Ordinal);
        DatasetInfo described = loader.Describe(Info(Root));
        Assert.Equal((6, 2), (described.TrainCount, described.TestCount));
        Directory.Delete(_folder.PathOf("pictures", "test"), recursive: true);
        Assert.Contains("no pictures in test/CLASS/", Assert.Throws<DataMismatchException>(() => loader.Describe(Info(Root))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_are_nowhere_and_a_torn_zip_are_told()
    {
        var loader = new DatasetLoader(Locations(null));
        Assert.Contains("There are no pictures at", Assert.Throws<DataNotFoundException>(() => loader.Describe(Info(Root + "x"))).Message, StringComparison.Ordinal);
        string zip = _folder.PathOf("torn.zip");
        ZipFile.CreateFromDirectory(Root, zip);
        File.WriteAllBytes(zip, File.ReadAllBytes(zip)[..^100]);
        Assert.Contains("cannot be read as a zip", Assert.Throws<DataDamagedException>(() => loader.Describe(Info(zip))).Message, StringComparison.Ordinal);
    }

    private static DateTime Age(string path)
    {
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, old);
        return old;
    }

    private static DataLocations Locations(string? decoded) => DataLocations.Only("/no/such/folder") with { DecodedFolder = decoded };

    private static DatasetInfo Info(string path) => DatasetInfo.OfPictures(path, Color, 2);

    private LabelledData Load(string path, PictureFit? fit = null) =>
        new DatasetLoader(Locations(Decoded)).Load(DatasetInfo.OfPictures(path, Color, 2, fit));

    private void Write(string label, string part, int number)
    {
        Directory.CreateDirectory(_folder.PathOf("pictures", part, label));
        File.WriteAllBytes(_folder.PathOf("pictures", part, label, $"{number}.png"), SmallPng.Encode(2, Pixels(label, number)));
    }

    private static byte[] Pixels(string label, int number) => [.. Enumerable.Range(0, 12).Select(i => (byte)(label.Length + (20 * number) + i))];

    private static byte[] Planes(byte[] rgb) => [.. Enumerable.Range(0, 12).Select(i => rgb[(i % 4 * 3) + (i / 4)])];
}
