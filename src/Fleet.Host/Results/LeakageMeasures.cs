using Fleet.Models.Leakage;

namespace Fleet.Host.Results;

/// <summary>What is measured of the messages behind one row of the summary, whatever was recovered of each.</summary>
/// <param name="DistanceCorrelation">The distance correlation of pictures and messages, in [0, 1]; null for fewer than two.</param>
/// <param name="Fisher">The bound for attacks without bias; null where the defence has no noise that gives one.</param>
internal sealed record LeakageMeasures(double? DistanceCorrelation, FisherLeakage? Fisher);
