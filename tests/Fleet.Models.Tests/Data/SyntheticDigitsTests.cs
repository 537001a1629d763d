using Fleet.Models.Data;
using Fleet.Models.Data.Drawing;
using Fleet.Models.Randomness;

namespace Fleet.Models.Tests.Data;

public sealed class SyntheticDigitsTests
{
    private const int Sample = 2_000;
    private static readonly Lazy<Dataset> Drawn = new(() => SyntheticDigits.Draw("train", Sample));

    [Fact]
    public void The_default_set_is_the_released_one_byte_for_byte()
    {
        LabelledData data = new DatasetLoader(DataLocations.Only("/no/such/folder")).Load("synthetic-digits");
        Assert.Equal((20_000, 10_000), (data.Train.Count, data.Test.Count));
        Assert.Equal(20_000 * 784, data.Train.Pixels.Length); // drawn only now, and checked against the hash
        Assert.Equal("df2d049d529c9050d123526bda2af92f1c3fde44f5dc4f9d4037aa29f602561c", data.Train.ContentHash);
        Assert.Equal("e53c5528bab54bc5ac78f12f29c6d1230f2060448b90091659525b2ca6a71638", data.Test.ContentHash);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_another_seed_or_part_does_not()
    {
        string hash = SyntheticDigits.Draw("train", 100, 5).ContentHash;
        Assert.Equal(hash, SyntheticDigits.Draw("train", 100, 5).ContentHash);
        Assert.NotEqual(hash, SyntheticDigits.Draw("train", 100, 6).ContentHash);
        Assert.NotEqual(hash, SyntheticDigits.Draw("test", 100, 5).ContentHash);
    }

    [Fact]
    public void No_picture_occurs_twice_in_either_part()
    {
        LabelledData data = new(Drawn.Value, SyntheticDigits.Draw("test", Sample));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Dataset part in (Dataset[])[data.Train, data.Test])
        {
            for (int i = 0; i < part.Count; i++)
            {
                Assert.True(seen.Add(Convert.ToBase64String(part.Image(i))), $"picture {i} of {part.Part} was there before");
            }
        }
    }

    [Fact]
    public void Classes_are_balanced_and_in_no_order()
    {
        byte[] labels = Drawn.Value.Labels.ToArray();
        Assert.All(labels.CountBy(label => label), group => Assert.Equal(Sample / 10, group.Value));

        // Neighbours agree by chance in one of ten cases: 200 of 1999 expected, standard deviation 13.4.
        int equalNeighbours = Enumerable.Range(1, Sample - 1).Count(i => labels[i] == labels[i - 1]);
        Assert.InRange(equalNeighbours, 140, 260);
    }

    [Fact]
    public void Digits_are_white_on_black_and_keep_off_the_rim()
    {
        for (int i = 0; i < Sample; i++)
        {
            ReadOnlySpan<byte> picture = Drawn.Value.Image(i);
            int ink = Count(picture, 128);
            Assert.InRange(ink, 14, 300);
            for (int k = 0; k < 28; k++)
            {
                // Only noise may be there: at most 3.46 standard deviations of 12 grey levels.
                Assert.InRange(Math.Max(Math.Max(picture[k], picture[(27 * 28) + k]), Math.Max(picture[28 * k], picture[(28 * k) + 27])), 0, 42);
            }
        }
    }

    [Fact]
    public void The_centre_of_mass_is_near_the_middle()
    {
        (double x, double y) = (0, 0);
        for (int i = 0; i < Sample; i++)
        {
            (double column, double row) = CentreOfMass(Drawn.Value.Image(i));
            Assert.InRange(column, 9, 19);
            Assert.InRange(row, 9, 19);
            (x, y) = (x + (column / Sample), y + (row / Sample));
        }

        Assert.InRange(x, 13.5, 14.5);
        Assert.InRange(y, 13.5, 14.5);
    }

    [Fact]
    public void Every_digit_is_written_in_several_ways()
    {
        for (int digit = 0; digit < 10; digit++)
        {
            Assert.True(DigitGlyphs.Of(digit).Length >= 3);
            foreach (StrokeGlyph glyph in DigitGlyphs.Of(digit))
            {
                Assert.Equal(digit, glyph.Digit);
            }
        }
    }

    [Fact]
    public void Noise_has_mean_0_and_standard_deviation_1_and_is_bounded()
    {
        var random = new CounterRandom(3, 0, RandomPurpose.Drawing);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.Bell())];

        // Five standard errors: 1 / sqrt(n) of the mean, about 0.67 / sqrt(n) of the deviation.
        Assert.Equal(0, draws.Average(), 0.0112);
        Assert.Equal(1, Math.Sqrt(draws.Average(value => value * value)), 0.0075);
        Assert.All(draws, value => Assert.InRange(value, -3.46, 3.46));
    }

    [Fact]
    public void A_line_covers_its_length_times_its_width()
    {
        var canvas = new InkCanvas(28);
        canvas.DrawLine(new GlyphPoint(6.3, 14.2), new GlyphPoint(22.1, 12.9), radius: 2, edge: 1);
        byte[] pixels = new byte[28 * 28];
        canvas.Develop(pixels, 250, 0, new CounterRandom(1, 0, RandomPurpose.Drawing));
        double length = Math.Sqrt((15.8 * 15.8) + (1.3 * 1.3));
        Assert.Equal((length * 4) + (Math.PI * 4), pixels.Sum(pixel => pixel / 250.0), 1.5);
    }

    [Fact]
    public void Distortion_is_smooth()
    {
        var field = new ElasticField();
        field.Draw(new CounterRandom(1, 0, RandomPurpose.Drawing), 0.1);
        GlyphPoint last = field.Apply(new GlyphPoint(-0.2, 0.3));
        for (int i = 1; i <= 1400; i++)
        {
            GlyphPoint next = field.Apply(new GlyphPoint(-0.2 + (i / 1000.0), 0.3));
            Assert.InRange(Math.Abs(next.X - last.X) + Math.Abs(next.Y - last.Y), 0, 0.004);
            last = next;
        }
    }

    private static int Count(ReadOnlySpan<byte> picture, byte least)
    {
        int count = 0;
        foreach (byte pixel in picture)
        {
            count += pixel >= least ? 1 : 0;
        }

        return count;
    }

    private static (double Column, double Row) CentreOfMass(ReadOnlySpan<byte> picture)
    {
        (double x, double y, double mass) = (0, 0, 0);
        for (int i = 0; i < picture.Length; i++)
        {
            double ink = picture[i] >= 64 ? picture[i] : 0;
            x += ink * ((i % 28) + 0.5);
            y += ink * ((i / 28) + 0.5);
            mass += ink;
        }

        return (x / mass, y / mass);
    }
}
