namespace Fleet.Models.Tests.Support;

/// <summary>A test over several cases that needs the MNIST files; skipped, with the reason, where they cannot be found.</summary>
public sealed class MnistTheoryAttribute : TheoryAttribute
{
    public MnistTheoryAttribute() => Skip = MnistFiles.ReasonToSkip;
}
