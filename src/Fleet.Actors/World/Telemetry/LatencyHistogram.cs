using Fleet.Actors.Kernel;
using Fleet.Models.Statistics;
using HdrHistogram;
using HdrHistogram.Iteration;

namespace Fleet.Actors.World.Telemetry;

/// <summary>Latencies to 3 significant digits in bounded memory. Grows with the longest latency, not with their number.</summary>
internal sealed class LatencyHistogram
{
    private const int SignificantDigits = 3;
    private const long FirstRange = 1L << 36; // about a minute in ns

    private LongHistogram _histogram = new(FirstRange, SignificantDigits);

    /// <summary>Adds one latency.</summary>
    public void Record(SimTime latency)
    {
        if (latency.Nanoseconds > _histogram.HighestTrackableValue)
        {
            Grow(latency.Nanoseconds);
        }

        _histogram.RecordValue(latency.Nanoseconds);
    }

    /// <summary>Adds the latencies of another histogram.</summary>
    public void Add(LatencyHistogram other)
    {
        if (other._histogram.HighestTrackableValue > _histogram.HighestTrackableValue)
        {
            Grow(other._histogram.HighestTrackableValue);
        }

        _histogram.Add(other._histogram);
    }

    /// <summary>A percentile in milliseconds by <see cref="NearestRank"/>; NaN without a sample.</summary>
    /// <param name="percent">From 1 to 100.</param>
    /// <remarks>The library's own percentiles round the rank to the nearest whole number, and so take one too low.</remarks>
    public double PercentileMs(int percent)
    {
        long left = NearestRank.Of(_histogram.TotalCount, percent);
        foreach (HistogramIterationValue value in _histogram.RecordedValues())
        {
            left -= value.CountAtValueIteratedTo;
            if (left <= 0)
            {
                return new SimTime(value.ValueIteratedTo).Milliseconds;
            }
        }

        return double.NaN;
    }

    /// <summary>The latencies with their counts, in rising order.</summary>
    public LatencyCount[] Counts()
    {
        List<LatencyCount> counts = [];
        foreach (HistogramIterationValue value in _histogram.RecordedValues())
        {
            counts.Add(new LatencyCount(value.ValueIteratedTo, value.CountAtValueIteratedTo));
        }

        return [.. counts];
    }

    /// <summary>Writes the counts.</summary>
    public void Save(CheckpointWriter writer) => HistogramCheckpoint.Save(_histogram, writer);

    /// <summary>Reads the counts into an empty histogram.</summary>
    public void Restore(CheckpointReader reader)
    {
        foreach ((long value, long count) in HistogramCheckpoint.Read(reader))
        {
            if (value > _histogram.HighestTrackableValue)
            {
                Grow(value);
            }

            _histogram.RecordValueWithCount(value, count);
        }
    }

    private void Grow(long value)
    {
        long range = _histogram.HighestTrackableValue;
        while (range < value)
        {
            range = range > long.MaxValue / 4 ? long.MaxValue / 2 : range * 2;
        }

        var larger = new LongHistogram(range, SignificantDigits);
        larger.Add(_histogram);
        _histogram = larger;
    }
}

/// <summary>The number of requests of one latency.</summary>
/// <param name="Nanoseconds">The latency.</param>
/// <param name="Count">The number of requests.</param>
public readonly record struct LatencyCount(long Nanoseconds, long Count)
{
    /// <summary>The counts of two sets of requests together.</summary>
    /// <param name="first">The counts of one, in rising order of the latencies.</param>
    /// <param name="second">The counts of the other, in rising order too.</param>
    /// <returns>The sums in rising order, each latency once.</returns>
    public static LatencyCount[] Merge(ReadOnlySpan<LatencyCount> first, ReadOnlySpan<LatencyCount> second)
    {
        var merged = new LatencyCount[first.Length + second.Length];
        int count = 0;
        for (int i = 0, j = 0; i < first.Length || j < second.Length; count++)
        {
            long latency = Math.Min(At(first, i), At(second, j));
            long requests = 0;
            if (At(first, i) == latency)
            {
                requests += first[i++].Count;
            }

            if (At(second, j) == latency)
            {
                requests += second[j++].Count;
            }

            merged[count] = new LatencyCount(latency, requests);
        }

        return merged[..count];
    }

    private static long At(ReadOnlySpan<LatencyCount> counts, int index) => index < counts.Length ? counts[index].Nanoseconds : long.MaxValue;
}
