using CsCheck;
using Fleet.Models.Costs;
using Fleet.Models.Defenses;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Defenses;

/// <summary>Quantisation and sparsification: what arrives, and what it weighs.</summary>
public sealed class DefenseWireTests
{
    private static readonly TensorShape ReLU2 = new(16, 8, 8);
    private static readonly Gen<float[]> Values = Gen.Single[-10, 10].Array[1, 300];

    [Theory]
    [InlineData("none", 4096)]
    [InlineData("gaussian 0.8", 4096)]
    [InlineData("dropout 90 %", 4096)] // dropped elements are sent as zeros
    [InlineData("quantize 8 bit", 1024 + 5)]
    [InlineData("quantize 1 bit", 128 + 5)]
    [InlineData("quantize 3 bit", 384 + 5)]
    [InlineData("quantize 8 bit on input", 4096)]
    [InlineData("top-k 50 %", (512 * 4) + 128)] // a map of 1024 bits
    [InlineData("top-k 1 %", (10 * 4) + 13)] // ten positions of 10 bits
    [InlineData("top-k 100 %", 4096)]
    [InlineData("top-k 1 % + quantize 8 bit", 10 + 13 + 5)]
    [InlineData("quantize 8 bit + top-k 1 %", 10 + 13 + 5)]
    [InlineData("quantize 8 bit + permute + mask 20 % + clip 3", 1024 + 5)]
    [InlineData("quantize 8 bit + gaussian 0.1", 4096)] // noise leaves no grid
    [InlineData("top-k 1 % + laplace 0.1", 4096)]
    public void A_message_weighs_what_has_to_travel(string defense, long bytes)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
        Assert.Equal(bytes, chain.Wire(ReLU2).Bytes);
        Assert.Equal(bytes + MessageFormat.HeaderBytes, MessageFormat.ActivationMessage(ReLU2, chain));
    }

    /// <summary>Messages of one value, of one sign and of both.</summary>
    private static Gen<float[]> Messages => Gen.OneOf(
        Values,
        Values.Select(values => Array.ConvertAll(values, Math.Abs)),
        Values.Select(values => Array.ConvertAll(values, value => -Math.Abs(value))),
        Gen.Select(Gen.Single[-10, 10], Gen.Int[1, 50]).Select((value, count) => Enumerable.Repeat(value, count).ToArray()));

    /// <summary>The definition, computed anew: 2^bits equally spaced values that span the elements and 0, shifted so that 0 is one of them.</summary>
    [Fact]
    public void The_grid_spans_the_elements_and_zero_shifted_by_at_most_half_a_step() =>
        Gen.Select(Messages, Gen.Int[2, 8]).Sample((values, bits) =>
        {
            QuantizationGrid grid = QuantizationGrid.Of(values, bits);
            (double low, double high) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
            double shift = (-grid.Zero * (double)grid.Step) - low;
            bool oneSigned = low == 0 || high == 0;
            return grid.Last == (1 << bits) - 1
                && Math.Abs((grid.Step * (double)grid.Last) - (high - low)) <= 1e-5
                && grid.Zero >= 0 && grid.Zero <= grid.Last
                && Math.Abs(shift) <= (oneSigned ? 1e-5 : (0.5 * grid.Step) + 1e-5);
        });

    [Fact]
    public void With_one_bit_the_two_values_are_zero_and_the_end_of_greater_magnitude() =>
        Messages.Sample(values =>
        {
            float end = -values.Min() > values.Max() ? Math.Min(0, values.Min()) : Math.Max(0, values.Max());
            float[] expected = Array.ConvertAll(values, value => end != 0 && value / (double)end >= 0.5 ? end : 0);
            return Apply(new Quantization(1), values).Zip(expected, values).All(item =>
                item.First == item.Second || Math.Abs(Math.Abs(item.Third) - (Math.Abs(end) / 2)) < 1e-6);
        });

    [Fact]
    public void With_one_bit_a_message_of_both_signs_keeps_its_greater_end() =>
        Assert.Equal([-5, 0, 0, 0, 0], Apply(new Quantization(1), [-5, 3, 0, -1, 2]));

    [Fact]
    public void A_quantised_element_lies_on_the_grid_within_half_a_step_and_zero_stays_zero() =>
        Gen.Select(Messages, Gen.Int[1, 8]).Sample((values, bits) =>
        {
            values[0] = 0;
            QuantizationGrid grid = QuantizationGrid.Of(values, bits);
            float[] quantised = Apply(new Quantization(bits), values);

            // With 1 bit, elements of the other sign than the end become 0.
            double Distance(float value) => bits == 1 && value * (grid.Zero > 0 ? -1 : 1) < 0 ? grid.Step : 0.5 * grid.Step;
            return quantised[0] == 0
                && quantised.Distinct().Count() <= 1 << bits
                && values.Zip(quantised).All(pair => Math.Abs((double)pair.First - pair.Second) <= Distance(pair.First) + 1e-6)
                && quantised.All(value => grid.Step == 0 || Math.Abs((value / grid.Step) - Math.Round(value / grid.Step)) < 1e-4);
        });

    /// <summary>Found by the property above, with 7 bits.</summary>
    [Fact]
    public void A_message_whose_step_would_be_subnormal_becomes_0() =>
        Assert.Equal([0, 0, 0], Apply(new Quantization(7), [0, -4.868e-42f, -4.868e-42f]));

    [Fact]
    public void Quantising_twice_changes_nothing_more() =>
        Gen.Select(Messages, Gen.Int[1, 8]).Sample((values, bits) =>
        {
            float[] once = Apply(new Quantization(bits), values);
            return Apply(new Quantization(bits), once).Zip(once).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-4f);
        });

    [Fact]
    public void Eight_bits_give_the_nearest_of_256_levels() =>
        Assert.Equal([0, 1, 1, 3, 254, 255], Apply(new Quantization(8), [0, 0.6f, 1.4f, 2.5f, 254.4f, 255]));

    [Fact]
    public void Top_k_keeps_the_greatest_magnitudes_and_of_equals_the_first() =>
        Gen.Select(Gen.Int[-5, 5].Array[1, 200], Gen.Double[0.01, 1]).Sample((numbers, share) =>
        {
            float[] values = [.. numbers.Select(number => (float)number)];
            var step = new TopK(share);
            int[] kept = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i])).ThenBy(i => i).Take(step.Kept(values.Length))];
            float[] expected = new float[values.Length];
            Array.ForEach(kept, i => expected[i] = values[i]);
            return Apply(step, values).SequenceEqual(expected);
        });

    [Fact]
    public void Kept_elements_are_as_many_as_the_message_has_room_for() =>
        Gen.Select(Gen.Single[0.1f, 10].Array[1, 300], Gen.Double[0.01, 1]).Sample((values, share) =>
        {
            var chain = new DefenseChain(new TopK(share));
            return Apply(new TopK(share), values).Count(value => value != 0) == chain.Wire(new TensorShape(values.Length)).Values;
        });

    private static float[] Apply(DefenseStep step, float[] values)
    {
        float[] defended = [.. values];
        new DefenseChain(step).Apply(step.Place, defended, seed: 1, device: 2, sequence: 3);
        return defended;
    }
}
