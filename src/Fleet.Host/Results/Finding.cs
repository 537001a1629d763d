using System.Globalization;

namespace Fleet.Host.Results;

/// <summary>What a look for an earlier result found.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="Result">The result, whose files are what was once written; null if there is none to be used.</param>
/// <param name="Stale">Why a result that is there is not used, as the end of a sentence; null if none is there.</param>
internal readonly record struct Finding<T>(T? Result, string? Stale)
    where T : class
{
    /// <summary>Nothing is there, or work that was never finished.</summary>
    public static Finding<T> None => default;

    /// <summary>A result that is not used.</summary>
    public static Finding<T> Of(string stale) => new(null, stale);
}

/// <summary>Says which cells of an experiment run again although something is there of them, and why.</summary>
internal sealed class StaleCells
{
    private const int MostNamed = 8;

    private readonly OrderedDictionary<string, List<string>> _cells = [];

    /// <summary>Notes a cell; one that has nothing to say is not counted.</summary>
    public void Note(string cell, string? reason)
    {
        if (reason is not null)
        {
            _cells.TryAdd(reason, []);
            _cells[reason].Add(cell);
        }
    }

    /// <summary>A line for each reason.</summary>
    public IEnumerable<string> Lines => _cells.Select(group =>
    {
        string more = group.Value.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {group.Value.Count - MostNamed} more") : "";
        string cells = string.Join(", ", group.Value.Take(MostNamed)) + more;
        return group.Value.Count == 1 ? $"Cell {cells} runs again: {group.Key}." : $"Cells {cells} run again: {group.Key}.";
    });
}
