namespace Fleet.Tests.Common;

/// <summary>A test that runs in the long suite only (<see cref="LongRun"/>).</summary>
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = LongRun.Skip;
}
