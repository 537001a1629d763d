namespace Fleet.Host.Scenarios;

/// <summary>The grid of a sweep, every cell read and checked.</summary>
/// <param name="Axes">The paths that vary, in the order of the file; the last varies fastest.</param>
/// <param name="Replications">How often each cell runs, at least 1.</param>
/// <param name="Cells">The cells in order; one without assignments if nothing varies.</param>
public sealed record SweepPlan(IReadOnlyList<string> Axes, int Replications, IReadOnlyList<SweepCell> Cells)
{
    /// <summary>The scenario of each cell and how often it runs, in order. There may be too many runs to name each, which differ in their seeds.</summary>
    public IEnumerable<(Scenario Scenario, int Times)> Runs => Cells.Select(cell => (cell.Scenario, Replications));
}

/// <summary>One cell of a sweep.</summary>
/// <param name="Index">Its position, from 0.</param>
/// <param name="Assignments">The value of each axis.</param>
/// <param name="Key">16 hexadecimal digits that change whenever anything of the cell's scenario or the number of replications does.</param>
/// <param name="Scenario">The scenario of the cell.</param>
public sealed record SweepCell(int Index, IReadOnlyList<SweepAssignment> Assignments, string Key, Scenario Scenario)
{
    /// <summary>The scenario of one replication: the cell's with its seed plus the number.</summary>
    /// <param name="number">The replication, from 0.</param>
    public Scenario Replication(int number) => Scenario with { Seed = unchecked(Scenario.Seed + (ulong)number) };
}
