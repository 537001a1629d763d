using CsCheck;
using Fleet.Models.Data;
using Fleet.Models.Data.Pictures;

namespace Fleet.Models.Tests.Data;

/// <summary>How pictures of another size come to the network's.</summary>
public sealed class PictureScalerTests
{
    private static readonly Gen<RgbPicture> Pictures =
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).SelectMany((height, width) =>
            Gen.Byte.Array[height * width * 3].Select(pixels => new RgbPicture(height, width, pixels)));

    private static readonly Gen<PictureSize> Sizes = Gen.Select(Gen.Int[1, 15], Gen.Int[1, 15]).Select((height, width) => new PictureSize(height, width));

    [Fact]
    public void Half_the_size_is_the_mean_of_four_pixels()
    {
        var picture = new RgbPicture(2, 4, [.. new byte[] { 0, 10, 1, 1, 20, 31, 1, 1 }.SelectMany(level => (byte[])[level, level, level])]);
        Assert.Equal([15, 15, 15, 1, 1, 1], Scaled(picture, new PictureSize(1, 2)).Pixels);
    }

    [Fact]
    public void Twice_the_size_interpolates_between_the_centres()
    {
        var picture = new RgbPicture(1, 2, [0, 0, 0, 100, 100, 100]);
        Assert.Equal([0, 25, 75, 100], Scaled(picture, new PictureSize(1, 4)).Pixels.Where((_, i) => i % 3 == 0));
    }

    /// <summary>The same in double precision, weight by weight.</summary>
    [Fact]
    public void Every_level_is_the_weighted_mean_that_the_rule_says() =>
        Gen.Select(Pictures, Sizes).Sample((picture, size) =>
        {
            RgbPicture scaled = Scaled(picture, size);
            for (int i = 0; i < scaled.Pixels.Length; i++)
            {
                double expected = 0;
                for (int j = 0; j < picture.Pixels.Length; j++)
                {
                    expected += i % 3 == j % 3
                        ? Weight(i / 3 / size.Width, j / 3 / picture.Width, picture.Height, size.Height)
                            * Weight(i / 3 % size.Width, j / 3 % picture.Width, picture.Width, size.Width) * picture.Pixels[j]
                        : 0;
                }

                if (Math.Abs(expected - scaled.Pixels[i]) > 0.5 + 1e-9)
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void A_crop_is_the_middle()
    {
        var picture = new RgbPicture(3, 4, [.. Enumerable.Range(0, 12).SelectMany(i => (byte[])[(byte)i, 0, 0])]);
        Assert.Equal([1, 2], PictureScaler.Fit(picture, new PictureFit(Crop: new PictureSize(1, 2)), default).Pixels.Where((_, i) => i % 3 == 0).Select(level => level - 4));
    }

    [Theory]
    [InlineData("28x28", 28, 28)]
    [InlineData("3X40", 3, 40)]
    [InlineData("28", 0, 0)]
    [InlineData("0x4", 0, 0)]
    [InlineData("-1x4", 0, 0)]
    [InlineData("4x8193", 0, 0)]
    [InlineData("4x4x4", 0, 0)]
    public void A_size_is_height_and_width(string text, int height, int width) =>
        Assert.Equal((height > 0, new PictureSize(height, width)), (PictureSize.TryParse(text, out PictureSize size), size));

    private static RgbPicture Scaled(RgbPicture picture, PictureSize size) => PictureScaler.Fit(picture, new PictureFit(Resize: size), CancellationToken.None);

    private static double Weight(int position, int old, int from, int to)
    {
        if (to < from)
        {
            double ratio = (double)from / to;
            return Math.Max(0, Math.Min((position + 1) * ratio, old + 1) - Math.Max(position * ratio, old)) / ratio;
        }

        double center = Math.Clamp(((position + 0.5) * from / to) - 0.5, 0, from - 1);
        return Math.Max(0, 1 - Math.Abs(center - old));
    }
}
