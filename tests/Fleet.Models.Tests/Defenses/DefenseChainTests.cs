using CsCheck;
using Fleet.Models.Defenses;

namespace Fleet.Models.Tests.Defenses;

public sealed class DefenseChainTests
{
    [Fact]
    public void The_canonical_form_reads_back_as_the_same_chain() =>
        DefenseGen.AnyChain.Sample(chain =>
            DefenseCatalog.BuiltIn.TryParse(chain.Canonical, out DefenseChain read, out string problem)
            && problem.Length == 0
            && read == chain
            && read.GetHashCode() == chain.GetHashCode()
            && read.Steps.SequenceEqual(chain.Steps));

    [Fact]
    public void Canonical_forms_are_those_of_the_contracts()
    {
        Assert.Equal("none", DefenseChain.None.Canonical);
        Assert.Equal("dropout:0.3@activation", new DefenseChain(new Dropout(0.3)).Canonical);
        Assert.Equal("dropout-rescaled:0.3@activation", new DefenseChain(new Dropout(0.3, rescaled: true)).Canonical);
        Assert.Equal("gaussian:0.8@input", new DefenseChain(new GaussianNoise(0.8, DefensePlace.Input)).Canonical);
        Assert.Equal(
            "laplace:0.5@activation+dropout:0.3@activation", new DefenseChain(new LaplaceNoise(0.5), new Dropout(0.3)).Canonical);
        Assert.Equal("quantize:8bit@activation", new DefenseChain(new Quantization(8)).Canonical);
        Assert.Equal("permute@activation+top-k:0.1@activation", new DefenseChain(new ChannelPermutation(), new TopK(0.1)).Canonical);
        Assert.Equal("dropout:0@activation", new DefenseChain(new Dropout(-0.0)).Canonical);
    }

    [Fact]
    public void Steps_on_the_input_come_first_and_others_keep_their_order()
    {
        var chain = new DefenseChain(
            new Dropout(0.1), new GaussianNoise(2, DefensePlace.Input), new LaplaceNoise(3), new Dropout(0.4, place: DefensePlace.Input));
        Assert.Equal(
            "gaussian:2@input+dropout:0.4@input+dropout:0.1@activation+laplace:3@activation", chain.Canonical);
        Assert.Equal(chain.Canonical, string.Join('+', chain.Steps.Select(step => step.Canonical)));
    }

    [Fact]
    public void Chains_join_in_order() =>
        Assert.Equal(
            new DefenseChain(new LaplaceNoise(0.5), new Dropout(0.3)),
            new DefenseChain(new LaplaceNoise(0.5)).Then(DefenseChain.None).Then(new DefenseChain(new Dropout(0.3))));

    [Fact]
    public void A_chain_affects_the_places_of_its_steps_only()
    {
        var onInput = new DefenseChain(new GaussianNoise(1, DefensePlace.Input));
        Assert.True(onInput.Affects(DefensePlace.Input));
        Assert.False(onInput.Affects(DefensePlace.Activation));
        Assert.False(DefenseChain.None.Affects(DefensePlace.Input));
        Assert.False(DefenseChain.None.Affects(DefensePlace.Activation));
    }

    [Fact]
    public void Operations_count_each_step_on_the_elements_at_its_place()
    {
        var chain = new DefenseChain(new GaussianNoise(1, DefensePlace.Input), new Dropout(0.3), new LaplaceNoise(1));
        Assert.Equal((784 * 45) + (1024 * (22 + 73)), chain.Flops(inputElements: 784, activationElements: 1024));
        Assert.Equal(1024 * 23, new DefenseChain(new Dropout(0.3, rescaled: true)).Flops(784, 1024));
        Assert.Equal(0, DefenseChain.None.Flops(784, 1024));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1.1e6)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_noise_scale_out_of_range_is_refused(double scale)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(scale));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaplaceNoise(scale));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_dropout_rate_out_of_range_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate));

    [Fact]
    public void A_chain_has_a_bounded_number_of_steps_at_one_place()
    {
        IEnumerable<DefenseStep> most = Enumerable.Repeat(new Dropout(0.1), DefenseChain.MaxStepsAtPlace);
        Assert.Equal(DefenseChain.MaxStepsAtPlace, new DefenseChain(most).Steps.Count);
        Assert.Throws<ArgumentException>(() => new DefenseChain(most.Append(new Dropout(0.1))));
    }
}
