using Fleet.Models.Data;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Data;

public sealed class DatasetTests
{
    private static readonly TensorShape Shape = new(1, 2, 2);

    [Fact]
    public void An_image_is_its_slice_of_the_pixels()
    {
        Dataset set = Make([1, 2, 3, 4, 5, 6, 7, 8], [0, 1]);
        Assert.Equal(2, set.Count);
        Assert.Equal([5, 6, 7, 8], set.Image(1).ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_image_that_is_not_there_is_refused(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Make([1, 2, 3, 4, 5, 6, 7, 8], [0, 1]).Image(index).Length);

    [Fact]
    public void Pixels_and_labels_must_fit_each_other() =>
        Assert.Contains("2 pictures of 1x2x2 have 8 pixels, not 7", Assert.Throws<ArgumentException>(() => Make(new byte[7], [0, 1])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_must_be_a_class() =>
        Assert.Contains("label of picture 1 is 3", Assert.Throws<ArgumentException>(() => Make(new byte[8], [0, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_content_hash_depends_on_pixels_labels_shape_and_classes_but_not_on_names()
    {
        Dataset set = Make([1, 2, 3, 4], [0]);
        Assert.Equal(set.ContentHash, new Dataset("other", "train", Shape, 3, set.Pixels, set.Labels).ContentHash);
        string[] others =
        [
            Make([1, 2, 3, 5], [0]).ContentHash,
            Make([1, 2, 3, 4], [1]).ContentHash,
            new Dataset("set", "test", new TensorShape(1, 1, 4), 3, set.Pixels, set.Labels).ContentHash,
            new Dataset("set", "test", Shape, 4, set.Pixels, set.Labels).ContentHash,
        ];
        Assert.DoesNotContain(set.ContentHash, others);
        Assert.Matches("^[0-9a-f]{64}$", set.ContentHash);
    }

    private static Dataset Make(byte[] pixels, byte[] labels) => new("set", "test", Shape, 3, pixels, labels);

    [Fact]
    public void A_deferred_part_tells_count_and_hash_without_loading_and_refuses_other_content()
    {
        Assert.True(DatasetCatalog.TryFind(SyntheticDigits.Name, out DatasetInfo? info));
        Dataset content = new("set", "train", info.Shape, info.Classes, new byte[784], new byte[] { 3 });
        int loads = 0;
        Dataset Load(string hash) => Dataset.Deferred(info, "train", 1, hash, () =>
        {
            loads++;
            return content;
        });
        Dataset sound = Load(content.ContentHash);
        Assert.Equal((1, content.ContentHash, 0), (sound.Count, sound.ContentHash, loads));
        Assert.Equal(3, sound.Labels.Span[0]);
        Assert.Equal((784, 1), (sound.Pixels.Length, loads));
        Assert.Throws<DataDamagedException>(() => Load("another").Pixels);
    }
}
