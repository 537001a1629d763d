namespace Fleet.Models.Networks;

/// <summary>How pictures in [0, 1] become what the network takes: (x - mean) / standard deviation, channel by channel.</summary>
/// <param name="Mean">The mean of each channel, in [0, 1].</param>
/// <param name="StandardDeviation">The standard deviation of each channel, greater than 0.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation);
