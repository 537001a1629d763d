namespace Fleet.Host.Scenarios;

/// <summary>What came of reading a scenario: the scenario, or its problems.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Scenario">The scenario without its sweep, or null if there is any problem.</param>
/// <param name="Sweep">The grid, or null if the scenario has none or there is any problem.</param>
/// <param name="Problems">The problems in the order of their places: the first ones, and the number of all.</param>
public sealed record ScenarioReading(string File, Scenario? Scenario, SweepPlan? Sweep, DiagnosticList Problems)
{
    /// <summary>What is allowed and yet hardly meant, in the order of the places; of a sweep the worst cell for each place.</summary>
    public DiagnosticList Warnings { get; init; } = [];
}
