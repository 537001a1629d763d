using Fleet.Actors.Checkpoints;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;
using HdrHistogram;

namespace Fleet.Host.Results;

/// <summary>
/// Collects the latencies of a run per device class: a histogram and the mean of each stage. Only answered requests
/// that arrived after warm-up count; failures are counted over the whole run.
/// </summary>
public sealed class LatencyDistribution
{
    private readonly ClassLatencies[] _classes;
    private readonly SimTime _warmUp;

    /// <summary>An empty distribution.</summary>
    /// <param name="classes">The number of device classes.</param>
    /// <param name="warmUp">Latencies count from requests that arrive at or after this instant.</param>
    public LatencyDistribution(int classes, SimTime warmUp)
    {
        _warmUp = warmUp;
        _classes = [.. Enumerable.Range(0, classes).Select(_ => new ClassLatencies())];
    }

    /// <summary>What was collected, by device class.</summary>
    public IReadOnlyList<ClassLatencies> Classes => _classes;

    /// <summary>The number of latencies.</summary>
    public long Samples => _classes.Sum(c => c.Samples);

    /// <summary>Takes one request that has ended.</summary>
    public void Record(in RequestRecord request)
    {
        if (request.Outcome == RequestOutcome.Answered)
        {
            if (request.Arrival >= _warmUp) _classes[request.DeviceClass].RecordAnswered(request);
        }
        else
        {
            _classes[request.DeviceClass].RecordFailed();
        }
    }

    internal void Save(CheckpointWriter writer)
    {
        foreach (ClassLatencies latencies in _classes) latencies.Save(writer);
    }

    internal void Restore(CheckpointReader reader)
    {
        foreach (ClassLatencies latencies in _classes) latencies.Restore(reader);
    }

    /// <summary>All recorded latencies with their counts, in rising order; values stand for buckets 0.1 % wide.</summary>
    public IReadOnlyList<LatencyCount> Counts()
    {
        SortedDictionary<long, long> counts = [];
        foreach (LatencyCount count in _classes.SelectMany(c => c.Counts()))
        {
            counts[count.Nanoseconds] = counts.GetValueOrDefault(count.Nanoseconds) + count.Count;
        }

        return [.. counts.Select(pair => new LatencyCount(pair.Key, pair.Value))];
    }
}

/// <summary>So many requests of about that latency.</summary>
/// <param name="Nanoseconds">The latency.</param>
/// <param name="Count">The number of requests.</param>
public readonly record struct LatencyCount(long Nanoseconds, long Count);

/// <summary>The latencies of one device class.</summary>
public sealed class ClassLatencies
{
    private const int SignificantDigits = 3;

    private readonly LongHistogram _histogram = new(1, long.MaxValue / 2, SignificantDigits);
    private readonly Int128[] _stageSums = new Int128[StageTimes.Names.Count];
    private Int128 _sum;

    /// <summary>The number of latencies.</summary>
    public long Samples { get; private set; }

    /// <summary>Requests that failed, over the whole run.</summary>
    public long Failed { get; private set; }

    /// <summary>The exact mean in ms; NaN without samples.</summary>
    public double MeanMs => Mean(_sum);

    /// <summary>The exact mean of a stage in ms, by its position in <see cref="StageTimes.Names"/>; NaN without samples.</summary>
    public double StageMeanMs(int stage) => Mean(_stageSums[stage]);

    /// <summary>A percentile in ms to 3 significant digits; NaN without samples.</summary>
    /// <param name="percentile">In [0, 100].</param>
    public double PercentileMs(double percentile) =>
        Samples == 0 ? double.NaN : new SimTime(_histogram.GetValueAtPercentile(percentile)).Milliseconds;

    internal IEnumerable<LatencyCount> Counts() =>
        _histogram.RecordedValues().Select(v => new LatencyCount(v.ValueIteratedTo, v.CountAtValueIteratedTo));

    internal void RecordAnswered(in RequestRecord request)
    {
        long latency = request.Latency.Nanoseconds;
        _histogram.RecordValue(latency);
        _sum += latency;
        Samples++;
        StageTimes stages = request.Stages;
        for (int stage = 0; stage < _stageSums.Length; stage++) _stageSums[stage] += stages[stage].Nanoseconds;
    }

    internal void Save(CheckpointWriter writer)
    {
        writer.Write(Samples);
        writer.Write(Failed);
        writer.WriteBlock<Int128>([_sum, .. _stageSums]);
        HistogramCheckpoint.Save(_histogram, writer);
    }

    internal void Restore(CheckpointReader reader)
    {
        Samples = reader.ReadLong();
        Failed = reader.ReadLong();
        Int128[] sums = new Int128[1 + _stageSums.Length];
        reader.ReadBlock<Int128>(sums);
        _sum = sums[0];
        sums.AsSpan(1).CopyTo(_stageSums);
        foreach ((long value, long count) in HistogramCheckpoint.Read(reader)) _histogram.RecordValueWithCount(value, count);
    }

    internal void RecordFailed() => Failed++;

    private double Mean(Int128 sum) => Samples == 0 ? double.NaN : (double)sum / Samples / 1e6;
}
