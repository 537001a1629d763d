namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Finds a secret order of channels: within a channel nothing moved, and channels look different, so each channel of the
/// messages is given to the channel of the attacker's examples that it looks like.
/// </summary>
/// <remarks>
/// The cost of a pair is minus twice the logarithm of a likelihood: the means of each element and of its square, over the
/// messages, are taken for independent and normal, with the means and variances of the examples. With few messages the
/// variances are large and the match is uncertain.
/// </remarks>
internal static class ChannelMatching
{
    /// <summary>Variances count as no less than this share of their mean: an element that is always 0 in a few examples may not be.</summary>
    private const double LeastVarianceShare = 1e-3;

    /// <summary>For each channel of the examples, the channel of the messages that it became.</summary>
    /// <param name="seen">The messages of one device.</param>
    /// <param name="examples">The attacker's examples, in the order that the layers give.</param>
    public static int[] Match(ActivationStatistics seen, ActivationStatistics examples)
    {
        int channels = examples.Channels;
        int plane = examples.Mean.Length / channels;
        double[] mean = Variances(examples.MeanVariance, seen.Count, examples.Count);
        double[] square = Variances(examples.SquareVariance, seen.Count, examples.Count);
        var cost = new double[channels, channels];
        for (int known = 0; known < channels; known++)
        {
            for (int sent = 0; sent < channels; sent++)
            {
                // A channel that is 0 throughout was masked: it may be any.
                cost[known, sent] = seen.Square.AsSpan(sent * plane, plane).ContainsAnyExcept(0)
                    ? Cost(examples.Mean, seen.Mean, mean, known * plane, sent * plane, plane)
                        + Cost(examples.Square, seen.Square, square, known * plane, sent * plane, plane)
                    : 0;
            }
        }

        return LinearAssignment.Solve(cost);
    }

    private static double Cost(double[] expected, double[] seen, double[] variance, int known, int sent, int plane)
    {
        double sum = 0;
        for (int i = 0; i < plane; i++)
        {
            double difference = seen[sent + i] - expected[known + i];
            sum += (difference * difference / variance[known + i]) + Math.Log(variance[known + i]);
        }

        return sum;
    }

    /// <summary>The variance of a difference of means.</summary>
    private static double[] Variances(double[] ofOne, int messages, int examples)
    {
        double least = Math.Max(ofOne.Average() * LeastVarianceShare, double.Epsilon);
        double share = (1.0 / messages) + (1.0 / examples);
        return [.. ofOne.Select(variance => Math.Max(variance, least) * share)];
    }
}
