using System.Globalization;
using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>
/// What one region keeps of its run: counts, sums, a histogram and the hash. Everything adds up over regions in any
/// order; the requests themselves go to the sink in the order of the events that ended them.
/// </summary>
internal sealed class RunRecorder(int classes, SimTime warmUp, IRequestSink sink, bool check)
{
    private readonly EndedRequests[] _buffers = [new(), new()];
    private readonly bool _forwards = sink is not NoRequestSink;
    private readonly LatencyDistribution _latencies = new(classes, warmUp);
    private readonly List<CapturedMessage> _captured = [];
    private readonly long[] _ended = new long[RequestOutcomes.Names.Count];
    private int _buffer;
    private EventOrder _order;
    private ResultHash _hash;

    /// <summary>Requests that have arrived.</summary>
    public long Issued { get; private set; }

    /// <summary>Requests that have ended in one way.</summary>
    public long EndedAs(RequestOutcome outcome) => _ended[(int)outcome];

    /// <summary>Counts a request that has arrived.</summary>
    public void Begin() => Issued++;

    /// <summary>Takes a request that has ended.</summary>
    public void End(in RequestRecord record)
    {
        if ((int)record.Outcome >= _ended.Length)
        {
            throw new InvariantViolationException(string.Create(CultureInfo.InvariantCulture, $"Request {record.Sequence} of device {record.Device} ended as {record.Outcome}, which nothing counts."));
        }

        _ended[(int)record.Outcome]++;
        if (check && record.Stages.Total != record.Latency)
        {
            throw new InvariantViolationException(string.Create(CultureInfo.InvariantCulture, $"The stages of request {record.Sequence} of device {record.Device} do not add up to its latency: {record.Stages.Total}, not {record.Latency}."));
        }

        _latencies.Record(record);
        _hash.Add(record);
        if (_forwards)
        {
            _buffers[_buffer].Add(record, _order);
        }
    }

    /// <summary>Takes a message the adversary attacks.</summary>
    public void Capture(CapturedMessage message)
    {
        _hash.Add(message);
        _captured.Add(message);
    }

    /// <summary>Notes the place of the event being handled; needed with several regions only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(in SimEvent item) => _order.Reach(item);

    /// <summary>Hands the requests that have ended to the sink.</summary>
    public void Flush()
    {
        foreach (ref readonly RequestRecord record in _buffers[_buffer].TakeAll())
        {
            sink.Record(record);
        }
    }

    /// <summary>Writes to the other buffer from now on.</summary>
    public void SwitchTo(int buffer) => _buffer = buffer;

    /// <summary>Hands the requests that ended in several regions to the sink, in the order of the events that ended them.</summary>
    /// <param name="recorders">The regions' recorders.</param>
    /// <param name="buffer">The buffer that none of them writes to now.</param>
    public static void FlushTogether(IReadOnlyList<RunRecorder> recorders, int buffer)
    {
        EndedRequests[] parts = [.. recorders.Select(r => r._buffers[buffer]).Where(part => part.Count > 0)];
        while (EndedRequests.First(parts) is { } part)
        {
            recorders[0].Forward(part.Take());
        }

        foreach (EndedRequests part in parts)
        {
            part.Clear();
        }
    }

    /// <summary>Adds what the recorder of another region has counted.</summary>
    public void Add(RunRecorder other)
    {
        Issued += other.Issued;
        for (int outcome = 0; outcome < _ended.Length; outcome++)
        {
            _ended[outcome] += other._ended[outcome];
        }

        _hash.Add(other._hash);
        _latencies.Add(other._latencies);
        _captured.AddRange(other._captured);
    }

    /// <summary>Checks that no request was lost or invented.</summary>
    /// <exception cref="InvariantViolationException">The counts do not match.</exception>
    public void CheckConservation(long inFlight)
    {
        long ended = _ended.Sum();
        if (Issued != ended + inFlight)
        {
            long answered = EndedAs(RequestOutcome.Answered);
            throw new InvariantViolationException(string.Create(CultureInfo.InvariantCulture, $"Requests are not conserved: {Issued} issued, {answered} answered, {ended - answered} failed, {inFlight} in flight."));
        }
    }

    /// <summary>The result of the run.</summary>
    public FleetResult Result(SimTime reached, bool interrupted, long events, int devices, long inFlight, IReadOnlyDictionary<string, long> entityFailures)
    {
        CheckConservation(inFlight);
        ResultHash hash = _hash;
        hash.Add("issued", Issued);
        // A reason that is added later changes no hash of a run in which it does not occur.
        foreach (RequestOutcome outcome in Enum.GetValues<RequestOutcome>().Where(one => one <= RequestOutcome.EntityStopped || EndedAs(one) > 0))
        {
            hash.Add(RequestOutcomes.NameOf(outcome), EndedAs(outcome));
        }

        hash.Add("inFlight", inFlight);
        hash.Add("simulatedNanoseconds", reached.Nanoseconds);
        var failed = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (RequestOutcome reason in RequestOutcomes.Failures.Where(reason => EndedAs(reason) > 0))
        {
            failed.Add(RequestOutcomes.NameOf(reason), EndedAs(reason));
        }

        return new FleetResult
        {
            SimulatedTime = reached,
            Interrupted = interrupted,
            Events = events,
            Devices = devices,
            Issued = Issued,
            Answered = EndedAs(RequestOutcome.Answered),
            Failed = failed,
            InFlight = inFlight,
            Latency = _latencies.Summary(),
            Latencies = _latencies,
            Captured = _captured,
            EntityFailures = entityFailures,
            ResultHash = hash.ToString(),
        };
    }

    /// <summary>Writes what was counted. Every request that has ended must have been handed on.</summary>
    public void Save(CheckpointWriter writer)
    {
        if (Array.Exists(_buffers, buffer => buffer.Count > 0))
        {
            throw new InvariantViolationException("A checkpoint is to be written while requests that ended wait to be handed on.");
        }

        writer.WriteBlock<long>([Issued, .. _ended]);
        writer.WriteStruct(_hash);
        _latencies.Save(writer);
        CapturedMessages.Save(_captured, writer);
    }

    /// <summary>Reads what was counted.</summary>
    public void Restore(CheckpointReader reader)
    {
        Span<long> counts = stackalloc long[1 + _ended.Length];
        reader.ReadBlock(counts);
        Issued = counts[0];
        counts[1..].CopyTo(_ended);
        _hash = reader.ReadStruct<ResultHash>();
        _latencies.Restore(reader);
        _captured.AddRange(CapturedMessages.Restore(reader));
    }

    private void Forward(in RequestRecord record) => sink.Record(record);
}
