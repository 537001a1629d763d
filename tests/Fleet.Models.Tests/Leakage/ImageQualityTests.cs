using System.Text.Json;
using Fleet.Models.Leakage;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Leakage;

/// <summary>Against values that scikit-image computed; make_reference.py says how.</summary>
public sealed class ImageQualityTests
{
    // Far below the 1e-4 that results promise: both compute in double precision on the same values.
    private const double Tolerance = 1e-9;

    private static readonly Pair[] Pairs = ReadPairs();

    public static TheoryData<string> Names => [.. Pairs.Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Errors_are_those_of_scikit_image(string name)
    {
        Pair pair = Find(name);
        Assert.Equal(pair.Mse, ImageQuality.MeanSquaredError(pair.Original, pair.Reconstruction), Tolerance);
        if (pair.Psnr is { } psnr)
        {
            Assert.Equal(psnr, ImageQuality.Psnr(pair.Original, pair.Reconstruction), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Similarity_is_that_of_scikit_image_in_every_convention(string name)
    {
        Pair pair = Find(name);
        Assert.Equal(pair.Uniform7, Ssim(pair, SsimConvention.Uniform7), Tolerance);
        Assert.Equal(pair.Wang11, Ssim(pair, SsimConvention.Wang11), Tolerance);
        if (pair.Paper is { } paper)
        {
            Assert.Equal(paper, Ssim(pair, SsimConvention.Paper), Tolerance);
        }
    }

    [Fact]
    public void The_reference_covers_grey_and_colour_and_tells_the_conventions_apart()
    {
        Assert.InRange(Pairs.Length, 12, 40);
        Assert.Contains(Pairs, pair => pair.Shape == new TensorShape(1, 28, 28));
        Assert.Contains(Pairs, pair => pair.Shape == new TensorShape(3, 32, 32));
        Assert.Contains(Pairs, pair => Math.Abs(pair.Uniform7 - pair.Wang11) > 0.05);
        Assert.Contains(Pairs, pair => Math.Abs(pair.Uniform7 - (pair.Paper ?? pair.Uniform7)) > 0.01);
    }

    [Fact]
    public void Equal_pictures_have_no_error_full_similarity_and_the_highest_reported_PSNR()
    {
        Pair pair = Find("scene, noise");
        Assert.Equal(0, ImageQuality.MeanSquaredError(pair.Original, pair.Original));
        Assert.Equal(ImageQuality.MaxPsnrDb, ImageQuality.Psnr(pair.Original, pair.Original));
        Assert.Equal(1, ImageQuality.Ssim(pair.Original, pair.Original, pair.Shape, SsimConvention.Uniform7));
        Assert.Equal(1, ImageQuality.Ssim(pair.Original, pair.Original, pair.Shape, SsimConvention.Wang11));
        Assert.Equal(1, ImageQuality.Ssim(pair.Original, pair.Original, pair.Shape, SsimConvention.Paper));
    }

    [Fact]
    public void PSNR_is_capped_only_below_an_error_of_one_in_ten_thousand_million()
    {
        float[] black = new float[4];
        Assert.Equal(99.96, ImageQuality.Psnr(black, [1.005e-5f, 1.005e-5f, 1.005e-5f, 1.005e-5f]), 0.005);
        Assert.Equal(ImageQuality.MaxPsnrDb, ImageQuality.Psnr(black, [1e-6f, 0, 0, 0]));
        Assert.Equal(0, ImageQuality.Psnr(black, [1, 1, 1, 1]), 1e-12);
    }

    [Fact]
    public void A_reconstruction_without_range_has_no_similarity_in_the_papers_convention()
    {
        Pair pair = Find("seven, constant grey");
        Assert.Null(pair.Paper);
        Assert.Equal(0, Ssim(pair, SsimConvention.Paper));
    }

    [Fact]
    public void A_picture_smaller_than_the_window_is_refused()
    {
        var shape = new TensorShape(1, 10, 28);
        float[] picture = new float[shape.Elements];
        Assert.Equal(1, ImageQuality.Ssim(picture, picture, shape, SsimConvention.Uniform7));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => ImageQuality.Ssim(picture, picture, shape, SsimConvention.Wang11));
        Assert.StartsWith("SSIM wang11 needs pictures of at least 11x11, not 10x28.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_different_sizes_are_refused()
    {
        float[] picture = new float[784];
        var shape = new TensorShape(1, 28, 28);
        Assert.Throws<ArgumentException>(() => ImageQuality.MeanSquaredError(picture, picture.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => ImageQuality.Ssim(picture, picture.AsSpan(1), shape, SsimConvention.Uniform7));
        Assert.Throws<ArgumentException>(() => ImageQuality.Ssim(picture.AsSpan(1), picture.AsSpan(1), shape, SsimConvention.Uniform7));
    }

    private static double Ssim(Pair pair, SsimConvention convention) =>
        ImageQuality.Ssim(pair.Original, pair.Reconstruction, pair.Shape, convention);

    private static Pair Find(string name) => Pairs.Single(pair => pair.Name == name);

    private static Pair[] ReadPairs()
    {
        using Stream stream = typeof(ImageQualityTests).Assembly.GetManifestResourceStream("leakage-reference.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("pairs").EnumerateArray().Select(ReadPair)];
    }

    private static Pair ReadPair(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        new TensorShape(json.GetProperty("channels").GetInt32(), json.GetProperty("height").GetInt32(), json.GetProperty("width").GetInt32()),
        [.. json.GetProperty("original").GetBytesFromBase64().Select(value => (float)(value / 255.0))],
        [.. json.GetProperty("reconstruction").GetBytesFromBase64().Select(value => (float)(value / 255.0))],
        json.GetProperty("mse").GetDouble(),
        OptionalDouble(json.GetProperty("psnr")),
        json.GetProperty("uniform7").GetDouble(),
        json.GetProperty("wang11").GetDouble(),
        OptionalDouble(json.GetProperty("paper")));

    private static double? OptionalDouble(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.GetDouble();

    private sealed record Pair(
        string Name,
        TensorShape Shape,
        float[] Original,
        float[] Reconstruction,
        double Mse,
        double? Psnr,
        double Uniform7,
        double Wang11,
        double? Paper);
}
