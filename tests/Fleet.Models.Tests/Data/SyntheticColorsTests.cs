using Fleet.Models.Data;

namespace Fleet.Models.Tests.Data;

public sealed class SyntheticColorsTests
{
    [Fact]
    public void The_default_set_is_the_released_one_byte_for_byte()
    {
        DatasetCatalog.TryFind("synthetic-colors", out DatasetInfo? info);
        Assert.All(DatasetVerifier.Verify(info!, DataLocations.Only("/no/such/folder")), check => Assert.Null(check.Problem));
        LabelledData data = new DatasetLoader(DataLocations.Only("/no/such/folder")).Load("synthetic-colors");
        Assert.Equal((20_000, 10_000), (data.Train.Count, data.Test.Count));
        Assert.Equal("6e7fe34fc58ec8b7a82e235b00ea0cb2abd6c25b25d78f76fe56c82705893a47", data.Train.ContentHash);
        Assert.Equal("8f09e6f000fd304cbe25bd01136e22e7c52d3c8a85873a64ede79473a547bd51", data.Test.ContentHash);
    }

    [Fact]
    public void Classes_are_balanced_and_no_channel_tells_them_apart_by_its_mean()
    {
        Dataset set = SyntheticColors.Draw("train", 5_000);
        Assert.All(set.Labels.ToArray().CountBy(label => label), group => Assert.Equal(500, group.Value));
        double[][] means = [.. Enumerable.Range(0, 10).Select(_ => new double[3])];
        for (int i = 0; i < set.Count; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                means[set.Labels.Span[i]][channel] += Mean(set.Image(i).Slice(channel * 1024, 1024)) / 500;
            }
        }

        // Colours are drawn alike for all classes: the means differ by chance only, about 55 / sqrt(500) = 2.5 levels.
        Assert.All(means.SelectMany(mean => mean), mean => Assert.InRange(mean, 117.5, 137.5));
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_another_seed_or_part_does_not()
    {
        string hash = SyntheticColors.Draw("train", 50, 5).ContentHash;
        Assert.Equal(hash, SyntheticColors.Draw("train", 50, 5).ContentHash);
        Assert.NotEqual(hash, SyntheticColors.Draw("train", 50, 6).ContentHash);
        Assert.NotEqual(hash, SyntheticColors.Draw("test", 50, 5).ContentHash);
    }

    private static double Mean(ReadOnlySpan<byte> values)
    {
        long sum = 0;
        foreach (byte value in values)
        {
            sum += value;
        }

        return (double)sum / values.Length;
    }
}
