using CsCheck;
using Fleet.Models.Defenses;

namespace Fleet.Models.Tests.Defenses;

public sealed class DefenseParserTests
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
    public void What_people_write_reads_as_the_canonical_form(string text, string canonical)
    {
        Assert.True(DefenseChain.TryParse(text, out DefenseChain chain, out string problem), problem);
        Assert.Equal(canonical, chain.Canonical);
        Assert.Equal("", problem);
    }

    [Theory]
    [InlineData("", "A defence is missing; expected none, gaussian SIGMA, laplace B, dropout RATE or dropout RATE rescaled, each with \"on input\" if it does not act on the activation, several joined by +.")]
    [InlineData("dropout 0.3 +", "A defence is missing")]
    [InlineData("+dropout 0.3", "A defence is missing")]
    [InlineData("gausian 0.8", "\"gausian\" is not a defence, perhaps \"gaussian\"; expected none, gaussian SIGMA")]
    [InlineData("quantize 8 bit", "\"quantize\" is not a defence; expected none, gaussian SIGMA")]
    [InlineData("0.3", "\"0.3\" is not a defence; expected none")]
    [InlineData("none + dropout 0.3", "\"none\" stands alone; expected")]
    [InlineData("none 3", "\"none\" stands alone; expected")]
    [InlineData("dropout", "The dropout has no rate; expected dropout RATE")]
    [InlineData("dropout 30", "30 is no dropout rate; expected dropout RATE with a rate of at least 0 and less than 1, such as dropout 0.3 or dropout 30 %.")]
    [InlineData("dropout 100 %", "100 % is no dropout rate; expected")]
    [InlineData("dropout -0.1", "-0.1 is no dropout rate; expected")]
    [InlineData("dropout 0.3.1", "0.3.1 is no dropout rate; expected")]
    [InlineData("dropout 0.3 0.4", "\"0.4\" is not understood in the defence \"dropout 0.3 0.4\"; expected")]
    [InlineData("dropout % 0.4", "\"%\" is not understood in the defence")]
    [InlineData("dropout 0.3 rescaled rescaled", "\"rescaled\" is not understood in the defence")]
    [InlineData("dropout 0.3, gaussian 1", "\",\" is not understood in the defence")]
    [InlineData("gaussian", "The gaussian noise has no scale; expected gaussian SIGMA, such as gaussian 0.8.")]
    [InlineData("gaussian 0", "0 is no scale for gaussian noise; expected gaussian SIGMA, such as gaussian 0.8, greater than 0 and at most 1000000.")]
    [InlineData("laplace -1", "-1 is no scale for laplace noise; expected laplace B")]
    [InlineData("laplace 1e400", "1e400 is no scale for laplace noise; expected")]
    [InlineData("laplace nan", "\"nan\" is not understood in the defence")]
    [InlineData("laplace 50 %", "The scale of laplace noise is a number in normalised units, not a percentage; expected")]
    [InlineData("gaussian 0.8 rescaled", "Only dropout can be rescaled, not gaussian; expected")]
    [InlineData("gaussian 0.8 on imput", "\"imput\" is not a place for a defence, perhaps \"input\"; expected on input or on activation.")]
    [InlineData("gaussian 0.8@", "\"\" is not a place for a defence; expected on input or on activation.")]
    public void A_mistake_is_told_in_one_sentence(string text, string expectedStart)
    {
        Assert.False(DefenseChain.TryParse(text, out DefenseChain chain, out string problem));
        Assert.StartsWith(expectedStart, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.Same(DefenseChain.None, chain);
    }

    [Fact]
    public void More_steps_than_a_chain_may_have_are_a_problem()
    {
        string text = string.Join('+', Enumerable.Repeat("dropout 0.1", DefenseChain.MaxStepsAtPlace + 1));
        Assert.False(DefenseChain.TryParse(text, out _, out string problem));
        Assert.Equal("The defence has too many steps; expected at most 64 at one place.", problem);
    }

    [Fact]
    public void Any_text_gives_either_a_chain_or_a_problem() =>
        Gen.OneOf(
            Gen.String,
            Gen.Int[0, Pieces.Length - 1].Array[0, 8].Select(picks => string.Concat(picks.Select(pick => Pieces[pick])))).Sample(text =>
            DefenseChain.TryParse(text, out _, out string problem) == (problem.Length == 0));

    private static readonly string[] Pieces =
        ["dropout", "gaussian", "none", "rescaled", "0.3", "-", ".", "e5", "%", "@", "on", "the", "input", "+", " ", " "];
}
