namespace Fleet.Tests.Common;

/// <summary>
/// The one switch between the short suite (<c>dotnet test</c>) and the long one (<c>FLEETSIM_LONG=1 dotnet test</c>), which runs
/// the fuzzing, kills and full-size statistics that no change should wait for. A rule that scales asks here how many cases to try;
/// one that has no short form is a <see cref="LongFactAttribute"/> or <see cref="LongTheoryAttribute"/>.
/// </summary>
public static class LongRun
{
    /// <summary>The environment variable: 1 asks for the long suite, anything else for the short one.</summary>
    public const string Variable = "FLEETSIM_LONG";

    /// <summary>Why a test without a short form is skipped.</summary>
    public const string ReasonToSkip = $"Takes long; runs with {Variable}=1 (docs/testing.md).";

    /// <summary>Whether the long suite was asked for.</summary>
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Why a test without a short form is skipped in this run, or null if it is not.</summary>
    public static string? Skip => Wanted ? null : ReasonToSkip;

    /// <summary>How many cases a test tries: enough to find a gross fault in the short suite, what the rule claims in the long one.</summary>
    public static int Cases(int brief, int full) => Wanted ? full : brief;
}
