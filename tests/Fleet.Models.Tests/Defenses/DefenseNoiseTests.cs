using CsCheck;
using Fleet.Models.Defenses;
using Fleet.Models.Statistics;
using MathNet.Numerics.Statistics;

namespace Fleet.Models.Tests.Defenses;

public sealed class DefenseNoiseTests
{
    private const int Many = 200_000;

    private static readonly DefenseChain[] NoiseAtBothPlaces =
    [
        Parse("gaussian 0.8 on input + gaussian 0.8"),
        Parse("laplace 0.5 on input + laplace 0.5"),
        Parse("dropout 0.5 on input + dropout 0.5"),
        Parse("dropout 0.5 rescaled on input + dropout 0.5 rescaled"),
    ];

    [Fact]
    public void A_message_is_a_function_of_its_key() =>
        Gen.Select(DefenseGen.Chain, DefenseGen.Place, Gen.ULong, Gen.Int[0, int.MaxValue], Gen.Long[0, 1L << 40], Gen.Int[0, 600])
            .Sample((chain, place, seed, device, sequence, length) =>
                Apply(chain, place, seed, device, sequence, length).AsSpan().SequenceEqual(
                    Apply(Parse(chain.Canonical), place, seed, device, sequence, length)), iter: LongRun.Cases(100, 100_000));

    [Theory]
    [InlineData("gaussian 0.8")]
    [InlineData("laplace 0.5")]
    [InlineData("dropout 0.5")]
    [InlineData("top-k 0.5")]
    [InlineData("quantize 4 bit")]
    [InlineData("clip 1")]
    [InlineData("mask 0.5")]
    [InlineData("permute")]
    [InlineData("permute + mask 0.9 + quantize 1 bit")]
    public void An_empty_message_stays_empty(string defense) =>
        Assert.Empty(Apply(Parse(defense), DefensePlace.Activation, 1, 2, 3, 0));

    [Fact]
    public void Every_part_of_the_key_changes_the_noise()
    {
        foreach (DefenseChain chain in NoiseAtBothPlaces)
        {
            float[][] messages =
            [
                Apply(chain, DefensePlace.Activation, 1, 2, 3),
                Apply(chain, DefensePlace.Activation, 2, 2, 3),
                Apply(chain, DefensePlace.Activation, 1, 3, 3),
                Apply(chain, DefensePlace.Activation, 1, 2, 4),
                Apply(chain, DefensePlace.Activation, 1, 2, 3 + (1L << 33)),
                Apply(chain, DefensePlace.Input, 1, 2, 3),
            ];
            Assert.Equal(messages.Length, messages.Select(message => string.Join(' ', message)).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Equal_steps_of_one_chain_draw_independent_noise()
    {
        float[] once = Apply(Parse("gaussian 1"), DefensePlace.Activation, 1, 2, 3, Many, start: 0);
        float[] twice = Apply(Parse("gaussian 1 + gaussian 1"), DefensePlace.Activation, 1, 2, 3, Many, start: 0);
        double[] second = [.. twice.Zip(once, (sum, first) => (double)sum - first)];

        // Five standard errors of a correlation of independent samples.
        Assert.Equal(0, Correlation.Pearson(second, once.Select(value => (double)value)), 5 / Math.Sqrt(Many));
        Assert.Equal(1, second.StandardDeviation(), 0.01);
    }

    [Fact]
    public void Noise_of_another_scale_is_the_same_draw_scaled()
    {
        float[] small = Apply(Parse("gaussian 0.5"), DefensePlace.Activation, 1, 2, 3, start: 0);
        float[] large = Apply(Parse("gaussian 1"), DefensePlace.Activation, 1, 2, 3, start: 0);
        Assert.Equal(large, small.Select(value => 2 * value));
    }

    [Fact]
    public void What_a_lower_rate_drops_a_higher_rate_drops_too()
    {
        float[] few = Apply(Parse("dropout 0.2"), DefensePlace.Activation, 1, 2, 3);
        float[] many = Apply(Parse("dropout 0.6"), DefensePlace.Activation, 1, 2, 3);
        Assert.All(few.Zip(many), pair => Assert.True(pair.First != 0 || pair.Second == 0));
    }

    [Fact]
    public void Noise_on_the_activation_does_not_depend_on_the_input() =>
        Assert.Equal(
            Apply(Parse("gaussian 1"), DefensePlace.Activation, 1, 2, 3),
            Apply(Parse("dropout 0.1 on input + gaussian 1"), DefensePlace.Activation, 1, 2, 3));

    [Fact]
    public void A_place_without_steps_is_left_alone() =>
        DefenseGen.Step.Sample(step =>
        {
            DefensePlace other = step.Place == DefensePlace.Input ? DefensePlace.Activation : DefensePlace.Input;
            return Apply(new DefenseChain(step), other, 1, 2, 3).All(value => value == Start);
        });

    [Fact]
    public void Gaussian_noise_has_the_moments_of_its_law() => AssertMoments("gaussian 0.8", variance: 0.64, kurtosis: 0);

    [Fact]
    public void Laplace_noise_has_the_moments_of_its_law() => AssertMoments("laplace 0.5", variance: 0.5, kurtosis: 3);

    [Fact]
    public void Dropped_elements_are_as_many_as_the_rate_says() =>
        Gen.Select(DefenseGen.Rate, Gen.Bool, Gen.ULong).Sample((rate, rescaled, seed) =>
        {
            var chain = new DefenseChain(new Dropout(rate, rescaled));
            int dropped = Apply(chain, DefensePlace.Activation, seed, 2, 3, length: 5_000).Count(value => value == 0);

            // So wide that a run of this test fails by chance less than once in ten million.
            return Intervals.Binomial(dropped, 5_000, 1 - 1e-9).Contains(rate);
        }, iter: 100);

    [Fact]
    public void Dropout_leaves_kept_elements_bit_for_bit() =>
        Gen.Select(Gen.Single.Array[1, 700], DefenseGen.Rate, Gen.ULong).Sample((values, rate, seed) =>
        {
            float[] defended = [.. values];
            new DefenseChain(new Dropout(rate)).Apply(DefensePlace.Activation, defended, seed, 1, 1);
            return values.Zip(defended).All(pair =>
                BitConverter.SingleToInt32Bits(pair.Second) == 0
                || BitConverter.SingleToInt32Bits(pair.Second) == BitConverter.SingleToInt32Bits(pair.First));
        });

    [Fact]
    public void Rescaled_dropout_drops_the_same_elements_and_keeps_the_mean()
    {
        float[] plain = Apply(Parse("dropout 0.75"), DefensePlace.Activation, 1, 2, 3, Many);
        float[] rescaled = Apply(Parse("dropout 0.75 rescaled"), DefensePlace.Activation, 1, 2, 3, Many);
        Assert.Equal(plain.Select(value => 4 * value), rescaled);
        Assert.Equal(Start, rescaled.Select(value => (double)value).Mean(), 5 * Start * Math.Sqrt(3.0 / Many));
    }

    [Fact]
    public void A_rate_of_zero_drops_nothing_and_one_just_below_one_drops_nearly_all()
    {
        Assert.All(Apply(Parse("dropout 0"), DefensePlace.Activation, 1, 2, 3, Many), value => Assert.Equal(Start, value));
        var nearlyAll = new DefenseChain(new Dropout(Math.BitDecrement(1.0)));
        Assert.All(Apply(nearlyAll, DefensePlace.Activation, 1, 2, 3, Many), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Noise_never_changes_between_versions()
    {
        // Computed by a second implementation, written in Python, of the generator, the ziggurat and the key.
        Assert.Equal(
            [0.9118286f, 0.32455945f, 1.2536323f, 0.7742936f, -0.6282085f, 0.9704887f],
            Apply(Parse("gaussian 1"), DefensePlace.Activation, 1, 2, 3, 6, start: 0));
        Assert.Equal(
            [0.88087225f, 1.6999117f, 0.31886968f, 0.9663414f, -1.1257815f, 0.6516161f],
            Apply(Parse("laplace 1"), DefensePlace.Activation, 1, 2, 3, 6, start: 0));
        Assert.Equal([1f, 0f, 0f, 0f, 1f, 1f, 0f, 0f], Apply(Parse("dropout 0.5"), DefensePlace.Activation, 1, 2, 3, 8, start: 1));
    }

    [Theory]
    [InlineData(-1, 0L)]
    [InlineData(0, -1L)]
    [InlineData(0, 1L << 56)]
    public void A_key_out_of_range_is_refused(int device, long sequence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DefenseChain.None.Apply(DefensePlace.Input, [1f], 1, device, sequence));

    private const float Start = 0.75f;

    private static float[] Apply(
        DefenseChain chain, DefensePlace place, ulong seed, int device, long sequence, int length = 64, float start = Start)
    {
        float[] values = new float[length];
        values.AsSpan().Fill(start);
        chain.Apply(place, values, seed, device, sequence);
        return values;
    }

    private static DefenseChain Parse(string text) =>
        DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new ArgumentException(problem, nameof(text));

    private static void AssertMoments(string defense, double variance, double kurtosis)
    {
        double[] noise = [.. Apply(Parse(defense), DefensePlace.Activation, 1, 2, 3, Many, start: 0).Select(value => (double)value)];

        // Five standard errors; the variance of the sample variance is variance^2 (2 + excess kurtosis) / n.
        Assert.Equal(0, noise.Mean(), 5 * Math.Sqrt(variance / Many));
        Assert.Equal(variance, noise.Variance(), 5 * variance * Math.Sqrt((2 + kurtosis) / Many));
        Assert.Equal(0, noise.Skewness(), kurtosis > 0 ? 0.12 : 0.03);
        Assert.Equal(kurtosis, noise.Kurtosis(), kurtosis > 0 ? 0.5 : 0.06);
    }
}
