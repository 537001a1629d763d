using System.Globalization;

namespace Fleet.Tests.Common;

/// <summary>Which cases a fuzz test runs. Several processes with ranges that follow each other share the work.</summary>
/// <param name="First">The number of the first case.</param>
/// <param name="Count">How many.</param>
public readonly record struct FuzzRange(int First, int Count)
{
    private const string Variable = "FLEETSIM_FUZZ";

    /// <summary>The given range, or the one that FLEETSIM_FUZZ names: FIRST+COUNT.</summary>
    public static FuzzRange Of(int first, int count) => Environment.GetEnvironmentVariable(Variable)?.Split('+') is [var from, var number]
        ? new(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture))
        : new(first, count);
}
