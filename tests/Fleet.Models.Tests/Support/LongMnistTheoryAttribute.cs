namespace Fleet.Models.Tests.Support;

/// <summary>The same over several cases.</summary>
public sealed class LongMnistTheoryAttribute : TheoryAttribute
{
    public LongMnistTheoryAttribute() => Skip = LongRun.Skip ?? MnistFiles.ReasonToSkip;
}
