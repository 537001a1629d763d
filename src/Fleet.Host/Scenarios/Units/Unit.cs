namespace Fleet.Host.Scenarios.Units;

/// <summary>A unit that a value may carry.</summary>
/// <param name="Symbol">How it is written; case counts.</param>
/// <param name="Factor">How many base units it is.</param>
/// <param name="Mistaken">Other ways in which people write it, to recognise what was meant.</param>
internal sealed record Unit(string Symbol, decimal Factor, params string[] Mistaken)
{
    /// <summary>Divides the factor: a sixtieth has no exact decimal.</summary>
    public decimal Divisor { get; init; } = 1;

    /// <summary>This many of the unit, in base units.</summary>
    /// <exception cref="OverflowException">Beyond the range of a decimal.</exception>
    public decimal ToBase(decimal number) => number * Factor / Divisor;
}
