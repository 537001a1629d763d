namespace Fleet.Host.Scenarios;

/// <summary>One thing a cell sets.</summary>
/// <param name="Path">The path in the scenario, as <c>--set</c> takes it.</param>
/// <param name="Value">The value as text.</param>
public sealed record SweepAssignment(string Path, string Value);
