namespace Fleet.Models.Tests.Support;

/// <summary>A test that needs the MNIST files; skipped, with the reason, where they cannot be found.</summary>
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute() => Skip = MnistFiles.ReasonToSkip;
}
