namespace Fleet.Host.Scenarios.Units;

/// <summary>A unit that a value may carry.</summary>
/// <param name="Symbol">How it is written; case counts.</param>
/// <param name="Factor">How many base units it is.</param>
/// <param name="Mistaken">Other ways in which people write it, to recognise what was meant.</param>
internal sealed record Unit(string Symbol, decimal Factor, params string[] Mistaken);
