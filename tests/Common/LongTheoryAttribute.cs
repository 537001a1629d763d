namespace Fleet.Tests.Common;

/// <summary>A test with cases that runs in the long suite only (<see cref="LongRun"/>).</summary>
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() => Skip = LongRun.Skip;
}
