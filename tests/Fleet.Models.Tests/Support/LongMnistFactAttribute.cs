namespace Fleet.Models.Tests.Support;

/// <summary>A test of the long suite that needs the MNIST files; skipped, with the reason, where it does not run or finds none.</summary>
public sealed class LongMnistFactAttribute : FactAttribute
{
    public LongMnistFactAttribute() => Skip = LongRun.Skip ?? MnistFiles.ReasonToSkip;
}
