namespace Fleet.Models.Tests.Support;

/// <summary>
/// What was learned, over the seeds 1 to 5. One network is luck, and another kind of processor draws another lot: a rule about
/// a learned outcome is a rule about the median, with a margin far greater than what the outcome scatters by.
/// </summary>
internal sealed record OverSeeds
{
    private const int Seeds = 5;
    private readonly double[] _values;

    /// <summary>The outcome of each seed.</summary>
    public OverSeeds(Func<ulong, double> outcome) =>
        _values = [.. Enumerable.Range(1, Seeds).Select(seed => outcome((ulong)seed))];

    /// <summary>The outcome in the middle.</summary>
    public double Median => _values.Order().ElementAt(Seeds / 2);

    /// <summary>The median and what it is the median of, for a test that fails.</summary>
    public override string ToString() => $"median {Median:F4} of {string.Join(", ", _values.Select(value => $"{value:F4}"))}";
}
