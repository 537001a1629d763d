using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>How often a defended, cut network is right.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">The data set whose test part it was measured on.</param>
/// <param name="Split">The split point.</param>
/// <param name="Defense">The defence in canonical form.</param>
/// <param name="Value">The share of right answers, in [0, 1].</param>
/// <param name="Ci95">Its 95 % binomial interval.</param>
/// <param name="Samples">The number of test pictures.</param>
public sealed record AccuracyRow(
    string Network, string Data, string Split, string Defense, double Value, Interval Ci95, int Samples);
