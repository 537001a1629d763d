using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>The latencies of one device class: a histogram and exact sums, in memory that does not grow with their number.</summary>
public sealed class ClassLatencies
{
    private readonly WideSum[] _stageSums = new WideSum[StageTimes.Count];
    private LatencyHistogram? _histogram; // some 200 kB, so a class without answers has none
    private WideSum _sum;

    /// <summary>The number of latencies.</summary>
    public long Samples { get; private set; }

    /// <summary>Requests that failed, over the whole run.</summary>
    public long Failed { get; private set; }

    /// <summary>The exact mean in ms; NaN without samples.</summary>
    public double MeanMs => Mean(_sum);

    /// <summary>The exact mean of a stage in ms, by its position in <see cref="StageTimes.Stages"/>; NaN without samples.</summary>
    public double StageMeanMs(int stage) => Mean(_stageSums[stage]);

    /// <summary>A percentile in ms by nearest rank, to 3 significant digits; NaN without samples.</summary>
    /// <param name="percent">From 1 to 100.</param>
    public double PercentileMs(int percent) => _histogram?.PercentileMs(percent) ?? double.NaN;

    internal LatencyCount[] Counts() => _histogram?.Counts() ?? [];

    internal void RecordAnswered(in RequestRecord request)
    {
        SimTime latency = request.Latency;
        (_histogram ??= new LatencyHistogram()).Record(latency);
        _sum.Add(latency.Nanoseconds);
        Samples++;
        ReadOnlySpan<long> nanoseconds = request.AllStageNanoseconds;
        for (int stage = 0; stage < nanoseconds.Length; stage++)
        {
            _stageSums[stage].Add(nanoseconds[stage]);
        }
    }

    internal void RecordFailed() => Failed++;

    internal void Add(ClassLatencies other)
    {
        Samples += other.Samples;
        Failed += other.Failed;
        _sum.Add(other._sum);
        for (int stage = 0; stage < _stageSums.Length; stage++)
        {
            _stageSums[stage].Add(other._stageSums[stage]);
        }

        if (other._histogram is not null)
        {
            (_histogram ??= new LatencyHistogram()).Add(other._histogram);
        }
    }

    internal void Save(CheckpointWriter writer)
    {
        writer.WriteBlock<long>([Samples, Failed]);
        writer.WriteBlock<WideSum>([_sum, .. _stageSums]);
        if (Samples > 0)
        {
            _histogram!.Save(writer);
        }
    }

    internal void Restore(CheckpointReader reader)
    {
        Span<long> counts = stackalloc long[2];
        reader.ReadBlock(counts);
        (Samples, Failed) = (counts[0], counts[1]);
        Span<WideSum> sums = stackalloc WideSum[1 + StageTimes.Count];
        reader.ReadBlock(sums);
        _sum = sums[0];
        sums[1..].CopyTo(_stageSums);
        if (Samples > 0)
        {
            _histogram = new LatencyHistogram();
            _histogram.Restore(reader);
        }
    }

    private double Mean(WideSum sum) => Samples == 0 ? double.NaN : (double)sum.Value / Samples / 1e6;
}
