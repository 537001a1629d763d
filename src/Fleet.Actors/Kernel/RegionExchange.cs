using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// How the regions of a run synchronise between two windows: each publishes a report, receives the events that others have
/// sent it, and all derive the same decision from the same reports.
/// </summary>
/// <remarks>
/// Conservative windows as in YAWNS (Nicol, "The cost of conservative synchronization in parallel discrete event
/// simulations", JACM 40(2), 1993). One barrier a window is enough, because reports and events are double-buffered: what is written
/// before one barrier is read before the next, while the other buffer is written.
/// The last region to arrive decides how the next windows run: in parallel, each on its own thread, or in turn on the thread of
/// the last, while the other threads wait at the barrier (<see cref="ThreadingTuner"/>). The results are the same.
/// </remarks>
/// <param name="regions">The number of regions.</param>
/// <param name="lookahead">The least time between an event in one region and what it causes in another.</param>
/// <param name="clock">Measures how long regions wait; without one nothing is measured, and they always run in parallel.</param>
internal sealed class RegionExchange(int regions, SimTime lookahead, TimeProvider? clock = null)
{
    private readonly SpinBarrier _barrier = new(regions);
    private readonly RegionReport[][] _reports = [new RegionReport[regions], new RegionReport[regions]];
    private readonly EventList[][] _events = [Lists(regions), Lists(regions)];
    private readonly Measurement[] _measured = new Measurement[regions];
    private readonly IExchangeMember?[] _members = new IExchangeMember?[regions];
    private readonly ThreadingTuner? _tuner = regions == 1 || clock is null
        ? null
        : new ThreadingTuner(clock.TimestampFrequency, regions, Environment.ProcessorCount);

    /// <summary>The number of regions.</summary>
    public int Regions => regions;

    /// <summary>
    /// The destination of events for the observer: an entity that receives events of all regions without delay and
    /// causes none. Region 0 handles its events when all regions have passed their time.
    /// </summary>
    public RegionId Observer => regions == 1 ? RegionId.First : new RegionId(regions);

    /// <summary>Why the run ended early; without a cause while it goes on.</summary>
    public RunFailure Failure { get; } = new();

    /// <summary>The reports of all regions, published before the last barrier.</summary>
    /// <param name="buffer">Which of the two buffers.</param>
    public ReadOnlySpan<RegionReport> Reports(int buffer) => _reports[buffer];

    /// <summary>The number of windows so far.</summary>
    public long Windows => regions == 1 ? 0 : _measured[0].Windows;

    /// <summary>How many of them ran in turn on one thread.</summary>
    public long WindowsInTurn { get; private set; }

    /// <summary>The share of their time that regions have computed rather than waited; null without a clock.</summary>
    public double? Efficiency
    {
        get
        {
            double working = Working;
            double waiting = _measured.Sum(m => (double)m.Waiting);
            return regions == 1 || working + waiting == 0 ? null : working / (working + waiting);
        }
    }

    // Times of whole runs on many threads stay far below 292 years.
    private long Working => _measured.Sum(m => m.Working);

    /// <summary>Adds a region, so that another's thread can run its windows.</summary>
    public void Register(IExchangeMember region) => _members[region.Id.Value] = region;

    /// <summary>Publishes a region's report, and measures the work since the last barrier.</summary>
    public void Publish(int buffer, RegionId region, in RegionReport report)
    {
        _reports[buffer][region.Value] = report;
        ref Measurement measured = ref _measured[region.Value];
        measured.ArrivedAt = clock?.GetTimestamp() ?? 0;
        if (measured.IsRunning)
        {
            measured.Working += measured.ArrivedAt - measured.LeftAt;
            measured.Windows++;
        }
    }

    /// <summary>Waits until all regions have published their reports.</summary>
    public void Await(int buffer, RegionId region)
    {
        if (_barrier.Arrive())
        {
            RunInTurn(buffer);
            _barrier.Release();
        }

        Leave(region);
    }

    private void Leave(RegionId region)
    {
        ref Measurement measured = ref _measured[region.Value];
        measured.LeftAt = clock?.GetTimestamp() ?? 0;
        if (measured.IsRunning)
        {
            measured.Waiting += measured.LeftAt - measured.ArrivedAt;
        }

        measured.IsRunning = true;
    }

    /// <summary>Releases the barrier for ever, for a region that cannot reach it; the others find the cause in <see cref="Failure"/>.</summary>
    public void Break(Exception cause)
    {
        Failure.Set(cause);
        _barrier.Break();
    }

    // Runs the windows of all regions on this thread while that is faster and no region wants the run to end.
    private void RunInTurn(int buffer)
    {
        if (_tuner is null || _members[0] is not { } first)
        {
            return;
        }

        while (Failure.Cause is null && !first.IsOver(buffer))
        {
            long now = clock!.GetTimestamp();
            if (_tuner.IsDue(now))
            {
                _tuner.Update(now, Totals(buffer).Events, Working);
            }

            if (!_tuner.OneThread)
            {
                return;
            }

            foreach (IExchangeMember? member in _members)
            {
                Leave(member!.Id);
                member.RunOnAnotherThread();
            }

            buffer = 1 - buffer;
            WindowsInTurn++;
        }

        _tuner.Pause(clock!.GetTimestamp());
    }

    /// <summary>The run pauses: the time until a region's next barrier counts neither as work nor as waiting.</summary>
    public void Pause(RegionId region) => _measured[region.Value].IsRunning = false;

    /// <summary>The events from one region to another.</summary>
    public EventList From(int buffer, RegionId source, RegionId destination) => _events[buffer][(source.Value * (regions + 1)) + destination.Value];

    /// <summary>Whether no event is on its way between regions.</summary>
    public bool IsEmpty => Array.TrueForAll(_events, buffer => Array.TrueForAll(buffer, list => list.Items.IsEmpty));

    /// <summary>The first event that any region has.</summary>
    public SimTime Next(int buffer)
    {
        SimTime next = SimTime.Never;
        foreach (ref readonly RegionReport report in Reports(buffer))
        {
            next = SimTime.Min(next, report.Next);
        }

        return next;
    }

    /// <summary>Whether any region wants the run to end, and the events of all so far.</summary>
    public (bool Stop, long Events) Totals(int buffer)
    {
        bool stop = false;
        long events = 0;
        foreach (ref readonly RegionReport report in Reports(buffer))
        {
            stop |= report.Failed || report.Cancelled;
            events += report.Events;
        }

        return (stop, events);
    }

    /// <summary>The instant to which all regions may run: nothing can reach them from each other before it.</summary>
    /// <param name="next">The first event that any region has; before the bound.</param>
    /// <param name="bound">The end of the run.</param>
    public SimTime WindowEnd(SimTime next, SimTime bound) => bound - next <= lookahead ? bound : next + lookahead;

    private static EventList[] Lists(int regions) =>
        [.. Enumerable.Range(0, regions * (regions + 1)).Select(_ => new EventList())];

    // Each region writes its own; 128 bytes apart, as the reports.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Measurement
    {
        public bool IsRunning;
        public long ArrivedAt;
        public long LeftAt;
        public long Working;
        public long Waiting;
        public long Windows;
    }

    /// <summary>The state of one region at a barrier. 128 bytes, so that no two reports share a cache line or a pair of them.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    internal struct RegionReport
    {
        /// <summary>Its next event, or the first it has sent to others.</summary>
        public SimTime Next;

        /// <summary>Its events so far.</summary>
        public long Events;

        /// <summary>Whether it cannot go on.</summary>
        public bool Failed;

        /// <summary>Whether the run was cancelled.</summary>
        public bool Cancelled;
    }
}

/// <summary>A region, as the exchange runs its windows.</summary>
internal interface IExchangeMember
{
    /// <summary>Which region it is.</summary>
    RegionId Id { get; }

    /// <summary>Whether the run, or this part of it, ends after the reports of a buffer.</summary>
    bool IsOver(int buffer);

    /// <summary>Runs the window that follows a barrier and publishes the report, while the region's own thread waits at the barrier.</summary>
    void RunOnAnotherThread();
}

/// <summary>A growing list of events that is emptied and filled again.</summary>
internal sealed class EventList
{
    private readonly List<SimEnvelope> _envelopes = [];
    private SimEvent[] _items = new SimEvent[64];
    private int _count;

    /// <summary>The events.</summary>
    public ReadOnlySpan<SimEvent> Items => _items.AsSpan(0, _count);

    /// <summary>Adds an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in SimEvent item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        _items[_count++] = item;
    }

    /// <summary>Adds the envelope of one of the events, and returns its index.</summary>
    public int AddEnvelope(in SimEnvelope envelope)
    {
        _envelopes.Add(envelope);
        return _envelopes.Count - 1;
    }

    /// <summary>The envelope at an index.</summary>
    public SimEnvelope EnvelopeAt(long index) => _envelopes[(int)index];

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        _count = 0;
        _envelopes.Clear();
    }
}
