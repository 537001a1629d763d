using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>What the plain loop keeps of its requests: what the product keeps when no results are written.</summary>
internal sealed class PlainRecorder(SimTime warmUp)
{
    private readonly LatencyHistogram _latencies = new();
    private readonly long[] _stageSums = new long[StageTimes.Count];
    private long _latencySum;
    private long _samples;
    private ResultHash _hash;

    /// <summary>Requests that have arrived.</summary>
    public long Issued { get; set; }

    /// <summary>Requests whose answer came back.</summary>
    public long Answered { get; private set; }

    /// <summary>Takes a request whose answer came back.</summary>
    public void Add(in RequestRecord record)
    {
        Answered++;
        _hash.Add(record);
        if (record.Arrival < warmUp)
        {
            return;
        }

        _samples++;
        _latencySum += record.Latency.Nanoseconds;
        _latencies.Record(record.Latency);
        StageTimes stages = record.Stages;
        long[] sums = _stageSums;
        sums[0] += stages.DeviceWait.Nanoseconds;
        sums[1] += stages.DeviceCompute.Nanoseconds;
        sums[2] += stages.Defense.Nanoseconds;
        sums[3] += stages.UplinkWait.Nanoseconds;
        sums[4] += stages.UplinkTransfer.Nanoseconds;
        sums[5] += stages.UplinkPropagation.Nanoseconds;
        sums[6] += stages.ServerWait.Nanoseconds;
        sums[7] += stages.ServerCompute.Nanoseconds;
        sums[8] += stages.DownlinkWait.Nanoseconds;
        sums[9] += stages.DownlinkTransfer.Nanoseconds;
        sums[10] += stages.DownlinkPropagation.Nanoseconds;
    }

    /// <summary>The latencies of the requests that arrived after the warm-up.</summary>
    public LatencySummary Latency() => new(
        _samples,
        MeanMs(_latencySum),
        _latencies.PercentileMs(50),
        _latencies.PercentileMs(95),
        _latencies.PercentileMs(99),
        [.. _stageSums.Select(MeanMs)]);

    /// <summary>The hash over the simulated world.</summary>
    public string Hash(SimTime reached)
    {
        ResultHash hash = _hash;
        hash.Add("issued", Issued);
        hash.Add("answered", Answered);
        hash.Add("entity-restarted", 0);
        hash.Add("entity-stopped", 0);
        hash.Add("inFlight", Issued - Answered);
        hash.Add("simulatedNanoseconds", reached.Nanoseconds);
        return hash.ToString();
    }

    private double MeanMs(long sum) => _samples == 0 ? double.NaN : (double)sum / _samples / 1e6;
}
