using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Where the regions of a run meet between two windows: each says what it has, takes what others have sent it, and all
/// come to the same decision from the same words.
/// </summary>
/// <remarks>
/// Conservative windows as in YAWNS (Nicol, "The cost of conservative synchronization in parallel discrete event
/// simulations", JACM 40(2), 1993). One barrier a window is enough, because everything exists twice: what is written
/// before one barrier is read before the next, while the other buffer is written.
/// The last region to come decides how the next windows run: side by side, each on its own thread, or in turn on the thread of
/// the last, while the others stand still at the barrier (<see cref="ThreadingTuner"/>). The results are the same.
/// </remarks>
/// <param name="regions">The number of regions.</param>
/// <param name="lookahead">The least time between an event in one region and what it causes in another.</param>
/// <param name="clock">Measures how long regions wait; without one nothing is measured, and they always run side by side.</param>
internal sealed class RegionExchange(int regions, SimTime lookahead, TimeProvider? clock = null)
{
    private readonly SpinBarrier _barrier = new(regions);
    private readonly RegionReport[][] _reports = [new RegionReport[regions], new RegionReport[regions]];
    private readonly EventList[][] _events = [Lists(regions), Lists(regions)];
    private readonly Measurement[] _measured = new Measurement[regions];
    private readonly Region?[] _members = new Region?[regions];
    private readonly ThreadingTuner? _tuner = regions == 1 || clock is null
        ? null
        : new ThreadingTuner(clock.TimestampFrequency, regions, Environment.ProcessorCount);

    /// <summary>The number of regions.</summary>
    public int Regions => regions;

    /// <summary>
    /// The destination of events for an observer: an entity that sees what happens in all regions with no delay and
    /// causes nothing. Its events are handled when all regions have passed their time, by region 0.
    /// </summary>
    public RegionId Observer => regions == 1 ? RegionId.First : new RegionId(regions);

    /// <summary>Why the regions will meet no more; without a cause as long as they do.</summary>
    public RunFailure Failure { get; } = new();

    /// <summary>The words of all regions, said before the last barrier.</summary>
    /// <param name="buffer">The buffer of which.</param>
    public ReadOnlySpan<RegionReport> Reports(int buffer) => _reports[buffer];

    /// <summary>The number of windows so far.</summary>
    public long Windows => regions == 1 ? 0 : _measured[0].Windows;

    /// <summary>How many of them ran in turn on one thread rather than side by side.</summary>
    public long WindowsInTurn { get; private set; }

    /// <summary>The share of their time that regions have worked rather than waited; null without a clock.</summary>
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

    /// <summary>A region takes part.</summary>
    public void Register(Region region) => _members[region.Id.Value] = region;

    /// <summary>Says a region's report; what it has done since the last meeting is measured.</summary>
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

    /// <summary>Waits until all regions have said their words.</summary>
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

    /// <summary>A region will not come any more: those who wait for it go on, and find why.</summary>
    public void Break(Exception cause)
    {
        Failure.Set(cause);
        _barrier.Break();
    }

    // Runs the windows of all regions on this thread while that is the better way and no region wants the run to end.
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

            foreach (Region? member in _members)
            {
                Leave(member!.Id);
                member.RunOnAnotherThread();
            }

            buffer = 1 - buffer;
            WindowsInTurn++;
        }

        _tuner.Pause(clock!.GetTimestamp());
    }

    /// <summary>The run pauses: the time until a region's next meeting is neither work nor waiting.</summary>
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

    // Each region writes its own; 128 bytes apart, as the words.
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

    /// <summary>What a region says of itself. 128 bytes, so that no two words share a cache line or a pair of them.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    internal struct RegionReport
    {
        /// <summary>Its next event, or the first it has sent to others.</summary>
        public SimTime Next;

        /// <summary>Its events so far.</summary>
        public long Events;

        /// <summary>Whether it cannot go on.</summary>
        public bool Failed;

        /// <summary>Whether it was told to end the run early.</summary>
        public bool Cancelled;
    }
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

    /// <summary>Adds an envelope that one of the events brings, and gives its place.</summary>
    public int AddEnvelope(in SimEnvelope envelope)
    {
        _envelopes.Add(envelope);
        return _envelopes.Count - 1;
    }

    /// <summary>The envelope in a place.</summary>
    public SimEnvelope EnvelopeAt(long place) => _envelopes[(int)place];

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        _count = 0;
        _envelopes.Clear();
    }
}
