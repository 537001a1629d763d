using Fleet.Actors.Time;

namespace Fleet.Actors.Telemetry;

/// <summary>
/// What one region keeps of its run: counts, sums, a histogram and the hash. Everything adds up over regions in any
/// order; the requests themselves go to the sink in the order of the events that ended them.
/// </summary>
internal sealed class RunRecorder(SimTime warmUp, IRequestSink sink, bool check)
{
    private const int FirstBufferSize = 1024;

    private RequestRecord[] _ended = new RequestRecord[FirstBufferSize];
    private readonly LatencyHistogram _latencies = new();
    private readonly Int128[] _stageSums = new Int128[StageTimes.Count];
    private readonly List<CapturedMessage> _captured = [];
    private ResultHash _hash;
    private Int128 _latencySum;
    private long _samples;
    private int _buffered;

    /// <summary>Requests that have arrived.</summary>
    public long Issued { get; private set; }

    /// <summary>Requests that were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Requests that failed because what held them was restarted.</summary>
    public long LostToRestarts { get; private set; }

    /// <summary>Counts a request that has arrived.</summary>
    public void Begin() => Issued++;

    /// <summary>Takes a request that has ended.</summary>
    public void End(in RequestRecord record)
    {
        if (record.Outcome == RequestOutcome.Answered)
        {
            Answered++;
            if (record.Arrival >= warmUp)
            {
                AddLatency(record);
            }
        }
        else
        {
            LostToRestarts++;
        }

        if (check && record.Stages.Total != record.Latency)
        {
            throw new InvariantViolationException($"The stages of request {record.Sequence} of device {record.Device} do not add up to its latency: {record.Stages.Total}, not {record.Latency}.");
        }

        _hash.Add(record);
        if (_buffered == _ended.Length)
        {
            Array.Resize(ref _ended, _buffered * 2);
        }

        _ended[_buffered++] = record;
    }

    /// <summary>Takes a message the adversary attacks.</summary>
    public void Capture(CapturedMessage message)
    {
        _hash.Add(message);
        _captured.Add(message);
    }

    /// <summary>Hands the requests that have ended to the sink.</summary>
    public void Flush()
    {
        int count = _buffered;
        _buffered = 0;
        for (int i = 0; i < count; i++)
        {
            sink.Record(_ended[i]);
        }
    }

    /// <summary>Checks that no request was lost or invented.</summary>
    /// <exception cref="InvariantViolationException">The counts do not match.</exception>
    public void CheckConservation(long inFlight)
    {
        if (Issued != Answered + LostToRestarts + inFlight)
        {
            throw new InvariantViolationException($"Requests are not conserved: {Issued} issued, {Answered} answered, {LostToRestarts} failed, {inFlight} in flight.");
        }
    }

    /// <summary>The result of the run.</summary>
    public FleetResult Result(SimTime reached, bool interrupted, long events, int devices, long inFlight, IReadOnlyDictionary<string, long> entityFailures)
    {
        CheckConservation(inFlight);
        ResultHash hash = _hash;
        hash.Add("issued", Issued);
        hash.Add("answered", Answered);
        hash.Add("entity-restarted", LostToRestarts);
        hash.Add("inFlight", inFlight);
        hash.Add("simulatedNanoseconds", reached.Nanoseconds);
        var failed = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (LostToRestarts > 0)
        {
            failed.Add("entity-restarted", LostToRestarts);
        }

        return new FleetResult
        {
            SimulatedTime = reached,
            Interrupted = interrupted,
            Events = events,
            Devices = devices,
            Issued = Issued,
            Answered = Answered,
            Failed = failed,
            InFlight = inFlight,
            Latency = Summary(),
            Captured = _captured,
            EntityFailures = entityFailures,
            ResultHash = hash.ToString(),
        };
    }

    private void AddLatency(in RequestRecord record)
    {
        SimTime latency = record.Latency;
        _samples++;
        _latencySum += latency.Nanoseconds;
        _latencies.Record(latency);
        for (int stage = 0; stage < _stageSums.Length; stage++)
        {
            _stageSums[stage] += record.Stages[stage].Nanoseconds;
        }
    }

    private LatencySummary Summary() => new(
        _samples,
        MeanMs(_latencySum),
        _latencies.PercentileMs(50),
        _latencies.PercentileMs(95),
        _latencies.PercentileMs(99),
        [.. _stageSums.Select(MeanMs)]);

    private double MeanMs(Int128 sum) => _samples == 0 ? double.NaN : (double)sum / _samples / 1e6;
}
