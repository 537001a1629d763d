using CsCheck;
using Fleet.Models.Defenses;

namespace Fleet.Models.Tests.Defenses;

public sealed class DefenseCatalogTests
{
    [Theory]
    [InlineData("none", "none")]
    [InlineData(" None ", "none")]
    [InlineData("dropout 30 %", "dropout:0.3@activation")]
    [InlineData("dropout 30%", "dropout:0.3@activation")]
    [InlineData("dropout 30 percent", "dropout:0.3@activation")]
    [InlineData("dropout 0.1 %", "dropout:0.001@activation")]
    [InlineData("dropout 0.3", "dropout:0.3@activation")]
    [InlineData("Dropout: .3", "dropout:0.3@activation")]
    [InlineData("dropout 0", "dropout:0@activation")]
    [InlineData("dropout 30 % rescaled", "dropout-rescaled:0.3@activation")]
    [InlineData("dropout rescaled 0.3 on input", "dropout-rescaled:0.3@input")]
    [InlineData("dropout-rescaled:0.3@input", "dropout-rescaled:0.3@input")]
    [InlineData("gaussian 0.8 on input", "gaussian:0.8@input")]
    [InlineData("gaussian 0.8 on the input", "gaussian:0.8@input")]
    [InlineData("gaussian=0.8 @ input", "gaussian:0.8@input")]
    [InlineData("gaussian 8e-1 at activation", "gaussian:0.8@activation")]
    [InlineData("gaussian 1e+3+laplace 1e-7", "gaussian:1000@activation+laplace:1E-07@activation")]
    [InlineData("laplace:0.5@activation", "laplace:0.5@activation")]
    [InlineData("laplace 0.5 + gaussian 0.8 on input+dropout 30 %", "gaussian:0.8@input+laplace:0.5@activation+dropout:0.3@activation")]
    [InlineData("quantize 8 bit", "quantize:8bit@activation")]
    [InlineData("quantize:8bit", "quantize:8bit@activation")]
    [InlineData("quantize 1 bits on input", "quantize:1bit@input")]
    [InlineData("Quantize 4", "quantize:4bit@activation")]
    [InlineData("top-k 10 %", "top-k:0.1@activation")]
    [InlineData("top-k:1", "top-k:1@activation")]
    [InlineData("permute", "permute@activation")]
    [InlineData("permute on the activation + mask 20 %", "permute@activation+mask:0.2@activation")]
    [InlineData("clip 5 + gaussian 0.8", "clip:5@activation+gaussian:0.8@activation")]
    [InlineData("clip 5 on input", "clip:5@input")]
    [InlineData("shredder", "shredder:1@activation")]
    [InlineData("shredder 50 %", "shredder:0.5@activation")]
    [InlineData("nopeek 0.5", "nopeek:0.5@activation")]
    [InlineData("adversarial 0.3 + nopeek 2", "adversarial:0.3@activation+nopeek:2@activation")]
    public void What_people_write_reads_as_the_canonical_form(string text, string canonical)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem), problem);
        Assert.Equal(canonical, chain.Canonical);
        Assert.Equal("", problem);
    }

    [Theory]
    [InlineData("", "A defence is missing; expected none, gaussian SIGMA, laplace B, dropout RATE, dropout RATE rescaled, quantize BITS bit, top-k SHARE, permute, mask SHARE, clip RADIUS, dp epsilon E delta D clip RADIUS, shredder POWER, nopeek WEIGHT or adversarial WEIGHT; some take \"on input\" to act there and not on the activation; several are joined by +.")]
    [InlineData("dropout 0.3 +", "A defence is missing")]
    [InlineData("+dropout 0.3", "A defence is missing")]
    [InlineData("gausian 0.8", "\"gausian\" is not a defence, perhaps \"gaussian\"; expected none, gaussian SIGMA")]
    [InlineData("quantise 8 bit", "\"quantise\" is not a defence, perhaps \"quantize\"; expected none")]
    [InlineData("topk 10 %", "\"topk\" is not a defence, perhaps \"top-k\"; expected none")]
    [InlineData("no-peek 0.5", "\"no-peek\" is not a defence, perhaps \"nopeek\"; expected none")]
    [InlineData("quantize", "The quantize has no number of bits; expected quantize BITS bit with 1 to 8 bits")]
    [InlineData("quantize 9 bit", "9 is no number of bits for quantize; expected quantize BITS bit with 1 to 8 bits")]
    [InlineData("quantize 2.5 bit", "2.5 is no number of bits for quantize; expected")]
    [InlineData("quantize bit 8", "\"bit\" is not understood in the defence \"quantize bit 8\"; expected")]
    [InlineData("gaussian 0.8 bit", "\"bit\" is not understood in the defence")]
    [InlineData("top-k 0", "0 is no share for top-k; expected top-k SHARE")]
    [InlineData("mask 100 %", "100 % is no share for mask; expected mask SHARE")]
    [InlineData("mask 20 % on input", "The defence mask acts on the activation only; expected mask SHARE")]
    [InlineData("permute 3", "A permutation takes no number; expected permute.")]
    [InlineData("permute on input", "The defence permute acts on the activation only; expected permute.")]
    [InlineData("clip 0", "0 is no radius for clip; expected clip RADIUS, such as clip 5, greater than 0")]
    [InlineData("nopeek", "The nopeek has no weight; expected nopeek WEIGHT, such as nopeek 0.5")]
    [InlineData("nopeek 50 %", "The weight of nopeek is a weight in the training loss, not a percentage; expected")]
    [InlineData("shredder 1 on input", "The defence shredder acts on the activation only; expected")]
    [InlineData("dp", "A privacy budget has an epsilon greater than 0")]
    [InlineData("dp epsilon 1 delta 1e-5", "A privacy budget has a clipping radius greater than 0")]
    [InlineData("dp epsilon 1 delta 2 clip 5", "A privacy budget has a delta between 0 and 1; expected dp epsilon E")]
    [InlineData("dp epsilon 1 detla 1e-5 clip 5", "\"detla\" is no part of a privacy budget, perhaps \"delta\"; expected")]
    [InlineData("dp epsilon 1 epsilon 2 delta 1e-5 clip 5", "The privacy budget needs one number after epsilon; expected")]
    [InlineData("dp epsilon", "The privacy budget needs one number after epsilon; expected")]
    [InlineData("dp epsilon 1 delta 1e-5 clip 5 over 1.5", "The number of transmissions is a whole number")]
    [InlineData("0.3", "\"0.3\" is not a defence; expected none")]
    [InlineData("none + dropout 0.3", "\"none\" stands alone; expected")]
    [InlineData("none 3", "\"none\" stands alone; expected")]
    [InlineData("dropout", "The dropout has no rate; expected dropout RATE")]
    [InlineData("dropout 30", "30 is no rate for dropout; expected dropout RATE with a rate of at least 0 and less than 1, such as dropout 0.3 or dropout 30 %.")]
    [InlineData("dropout 100 %", "100 % is no rate for dropout; expected")]
    [InlineData("dropout -0.1", "-0.1 is no rate for dropout; expected")]
    [InlineData("dropout 0.3.1", "0.3.1 is no rate for dropout; expected")]
    [InlineData("dropout 0.3 0.4", "\"0.4\" is not understood in the defence \"dropout 0.3 0.4\"; expected")]
    [InlineData("dropout % 0.4", "\"%\" is not understood in the defence")]
    [InlineData("dropout 0.3 rescaled rescaled", "\"rescaled\" is not understood in the defence")]
    [InlineData("dropout 0.3, gaussian 1", "\",\" is not understood in the defence")]
    [InlineData("gaussian", "The gaussian noise has no scale; expected gaussian SIGMA, such as gaussian 0.8, greater than 0 and at most 1000000.")]
    [InlineData("gaussian 0", "0 is no scale for gaussian noise; expected gaussian SIGMA, such as gaussian 0.8, greater than 0 and at most 1000000.")]
    [InlineData("laplace -1", "-1 is no scale for laplace noise; expected laplace B")]
    [InlineData("laplace 1e400", "1e400 is no scale for laplace noise; expected")]
    [InlineData("laplace nan", "\"nan\" is not understood in the defence")]
    [InlineData("laplace 50 %", "The scale of laplace noise is a number in normalised units, not a percentage; expected")]
    [InlineData("gaussian 0.8 rescaled", "\"rescaled\" is not understood in the defence \"gaussian 0.8 rescaled\"; expected")]
    [InlineData("gaussian 0.8 on imput", "\"imput\" is not a place for a defence, perhaps \"input\"; expected on input or on activation.")]
    [InlineData("gaussian 0.8@", "\"\" is not a place for a defence; expected on input or on activation.")]
    public void A_mistake_is_told_in_one_sentence(string text, string expectedStart)
    {
        Assert.False(DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem));
        Assert.StartsWith(expectedStart, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.Same(DefenseChain.None, chain);
    }

    [Fact]
    public void A_privacy_budget_becomes_the_clipping_and_the_noise_that_keep_it()
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse("dp epsilon 1 delta 1e-5 clip 5 over 64", out DefenseChain chain, out string problem), problem);
        Assert.Collection(
            chain.Steps,
            step => Assert.Equal(new NormClip(5), step),
            step => Assert.InRange(GaussianPrivacy.Epsilon(((GaussianNoise)step).Sigma, 5, 64, 1e-5), 1 - 1e-6, 1));
    }

    [Fact]
    public void More_steps_than_a_chain_may_have_are_a_problem()
    {
        string text = string.Join('+', Enumerable.Repeat("dropout 0.1", DefenseChain.MaxStepsAtPlace + 1));
        Assert.False(DefenseCatalog.BuiltIn.TryParse(text, out _, out string problem));
        Assert.Equal("The defence has too many steps; expected at most 64 at one place.", problem);
    }

    [Fact]
    public void Any_text_gives_either_a_chain_or_a_problem() =>
        Gen.OneOf(
            Gen.String,
            Gen.Int[0, Pieces.Length - 1].Array[0, 8].Select(picks => string.Concat(picks.Select(pick => Pieces[pick])))).Sample(text =>
            DefenseCatalog.BuiltIn.TryParse(text, out _, out string problem) == (problem.Length == 0));

    private static readonly string[] Pieces =
        ["dropout", "gaussian", "none", "rescaled", "quantize", "bit", "top-k", "permute", "dp", "epsilon", "clip", "shredder", "0.3", "-", ".", "e5", "%", "@", "on", "the", "input", "+", " ", " "];
}
