using Fleet.Models.Data;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] Good = SmallIdx.Content(5, 3, 2);
    private static readonly DatasetFile Expected = SmallIdx.Describe("pictures", Good, 5, 3, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_whether_compressed_or_not_whatever_its_name_says()
    {
        byte[] elements = Good[16..];
        Assert.Equal(elements, Read(Good, "pictures").ToArray());
        Assert.Equal(elements, Read(SmallIdx.Gzip(Good), "pictures.gz").ToArray());
        Assert.Equal(elements, Read(SmallIdx.Gzip(Good), "pictures").ToArray());
        Assert.Equal(elements, Read(Good, "pictures.gz").ToArray());
    }

    [Fact]
    public void A_wrong_magic_number_is_named()
    {
        DataDamagedException error = ReadDamaged(SmallIdx.Content(15, 2));
        Assert.Equal("magic number 0x00000802", error.Found);
        Assert.StartsWith("0x00000803", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_counts_are_named()
    {
        DataDamagedException error = ReadDamaged(SmallIdx.Content(3, 5, 2));
        Assert.Equal("dimensions 3 x 5 x 2", error.Found);
        Assert.Equal("5 x 3 x 2", error.Expected);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(15, "15 bytes")]
    [InlineData(16, "16 bytes")]
    [InlineData(45, "45 bytes")]
    public void A_truncated_file_is_told_by_its_size(int length, string found) =>
        Assert.Equal(found, ReadDamaged(Good[..length]).Found);

    [Fact]
    public void A_file_that_is_too_long_is_told_by_its_size() =>
        Assert.Equal("more than 46 bytes", ReadDamaged([.. Good, 0]).Found);

    [Fact]
    public void A_truncated_gzip_stream_is_damaged()
    {
        byte[] packed = SmallIdx.Gzip(Good);
        Assert.Contains("bytes", ReadDamaged(packed[..30]).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_after_the_gzip_magic_is_damaged() =>
        Assert.StartsWith("a gzip stream broken", ReadDamaged([0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).Found, StringComparison.Ordinal);

    [Fact]
    public void A_single_wrong_byte_is_told_by_the_hash()
    {
        byte[] content = [.. Good];
        content[30] ^= 1;
        DataDamagedException error = ReadDamaged(content);
        Assert.StartsWith("SHA-256 ", error.Found, StringComparison.Ordinal);
        Assert.StartsWith(Expected.Sha256, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_names_file_found_and_expected()
    {
        DataDamagedException error = ReadDamaged(Good[..20]);
        Assert.Equal($"{_folder.PathOf("pictures")} is damaged: found 20 bytes, expected 46 bytes (decompressed).", error.Message);
    }

    [Fact]
    public void A_label_beyond_the_classes_is_damage_whatever_the_checksum()
    {
        byte[] labels = SmallIdx.Content(5);
        labels[8 + 3] = 135;
        DatasetFile file = SmallIdx.Describe("labels", labels, 5) with { Classes = 10 };
        File.WriteAllBytes(_folder.PathOf("labels"), labels);

        DataDamagedException error = Assert.Throws<DataDamagedException>(() => SmallIdx.Read(_folder.PathOf("labels"), file with { Sha256 = null }));
        Assert.Equal(("the label 135 of picture 3", "labels from 0 to 9"), (error.Found, error.Expected));
        DataCheck check = DatasetFiles.Verify(_folder.FullPath, file, CancellationToken.None);
        Assert.Equal("found the label 135 of picture 3, expected labels from 0 to 9", check.Problem);
    }

    /// <summary>Every set that the program knows says how many classes its labels are of.</summary>
    [Fact]
    public void The_labels_of_every_known_set_are_checked() =>
        Assert.All(
            DatasetCatalog.Names.SelectMany(name => DatasetCatalog.TryFind(name, out DatasetInfo? info) ? info.Files.Where(file => file.HoldsLabels).Select(file => (info, file)) : []),
            item => Assert.Equal(item.info.Classes, item.file.Classes));

    private ReadOnlyMemory<byte> Read(byte[] content, string name)
    {
        File.WriteAllBytes(_folder.PathOf(name), content);
        return SmallIdx.Read(_folder.PathOf(name), Expected);
    }

    private DataDamagedException ReadDamaged(byte[] content) => Assert.Throws<DataDamagedException>(() => Read(content, "pictures"));
}
