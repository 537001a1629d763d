using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.Entities;
using Fleet.Actors.Messages;
using Fleet.Actors.Telemetry;

namespace Fleet.Actors.Time;

/// <summary>
/// A part of the fleet simulated by one thread: one event queue, the entities that live here, the requests of its
/// devices, and what is measured. Everything but <see cref="Close"/> happens on the region's thread.
/// </summary>
internal sealed class Region : ISimulation
{
    /// <summary>The most events between two looks at what the outside asks.</summary>
    public const int WindowEvents = 100_000;

    private const int SliceEvents = 1024;

    private readonly IEventQueue _queue;
    private readonly EntityActor?[][] _entities;
    private readonly RunRecorder _recorder;
    private readonly RunProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly SimTime _lookahead;
    private readonly bool _check;
    private RegionDispatcher? _dispatcher;
    private SimEvent _failing;
    private SimTime _bound;
    private IActorRef? _requester;
    private Exception? _fatal;
    private volatile bool _closed;

    /// <summary>Makes an empty region.</summary>
    /// <param name="topology">Who will live here.</param>
    /// <param name="options">Queue and checks.</param>
    /// <param name="recorder">Receives what is measured.</param>
    /// <param name="progress">Tells how far the run is.</param>
    /// <param name="cancellation">Ends the run between two windows.</param>
    public Region(
        FleetTopology topology,
        SimulationOptions options,
        RunRecorder recorder,
        RunProgress progress,
        CancellationToken cancellation)
    {
        Index = topology.Region;
        _lookahead = topology.Lookahead;
        _check = options.Check;
        _queue = options.Queue == EventQueueKind.Heap ? new HeapQueue() : new BucketQueue();
        _recorder = recorder;
        _progress = progress;
        _cancellation = cancellation;
        _entities =
        [
            new EntityActor?[topology.Devices],
            new EntityActor?[topology.Links],
            new EntityActor?[topology.Servers],
            new EntityActor?[1],
        ];
        var tester = new EventSource(topology.AdversaryId + 1);
        foreach (InjectedFault fault in options.Faults)
        {
            _queue.Push(tester.Emit(fault.Entity, fault.At, EventKind.Fault));
        }
    }

    /// <summary>The region's number.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public SimTime Now { get; private set; }

    /// <summary>The number of events so far.</summary>
    public long Events { get; private set; }

    /// <inheritdoc/>
    public RequestPool Requests { get; } = new();

    /// <summary>Whether it has been asked to run on.</summary>
    public bool HasWork => _requester is not null;

    /// <summary>Failures of entities by cause.</summary>
    public FailureLog Failures { get; } = new();

    /// <summary>The region's own dispatcher takes it under its thread.</summary>
    public void RunOn(RegionDispatcher dispatcher) => _dispatcher = dispatcher;

    /// <summary>Lets the region run until an instant, and then tell who asked.</summary>
    public void Advance(SimTime bound, IActorRef requester)
    {
        _bound = bound;
        _requester = requester;
    }

    /// <summary>The system is about to end: entities that stop now are no failure. Any thread.</summary>
    public void Close() => _closed = true;

    /// <summary>The run cannot go on.</summary>
    public void Fail(Exception cause) => _fatal ??= cause;

    /// <summary>An entity's actor has started, or restarted after a failure.</summary>
    public void Attach(EntityActor entity)
    {
        ref EntityActor? place = ref _entities[(int)entity.Handle.Type][entity.Handle.Index];
        EntityActor? former = place;
        place = entity;
        if (former is null)
        {
            entity.Start(this);
        }
        else
        {
            entity.Succeed(former, _failing, this);
        }
    }

    /// <summary>An entity's actor has ended for good.</summary>
    public void Stopped(EntityActor entity)
    {
        if (!_closed)
        {
            Fail(EntityStoppedException.Of(entity.Reference.Path.ToStringWithoutAddress(), entity.Restarts, Failures.Last));
        }
    }

    /// <summary>Runs one window and, at the bound, tells who asked. Nothing it throws escapes the region's thread.</summary>
    public void RunWindow()
    {
        try
        {
            bool reached = RunEvents();
            _recorder.CheckConservation(Requests.InFlight);
            _progress.Report(Now, Events);
            if (reached || _cancellation.IsCancellationRequested)
            {
                Answer(new Advanced(Interrupted: !reached));
            }
        }
        catch (Exception exception)
        {
            Answer(new Status.Failure(exception));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(in SimEvent item)
    {
        if (item.Time < Now || (_check && CrossesSides(item.Kind) && item.Time < Now + _lookahead))
        {
            ThrowTooEarly(item);
        }

        _queue.Push(item);
    }

    /// <inheritdoc/>
    public int Begin()
    {
        _recorder.Begin();
        return Requests.Begin();
    }

    /// <inheritdoc/>
    public void End(int request, RequestOutcome outcome)
    {
        ref RequestState state = ref Requests[request];
        SimTime elapsed = Now - state.Arrival;
        _recorder.End(new RequestRecord
        {
            Device = state.Device,
            DeviceClass = state.DeviceClass,
            Sequence = state.Sequence,
            Input = state.Input,
            Server = state.Server,
            Arrival = state.Arrival,
            Completion = Now,
            Outcome = outcome,
            Stages = outcome == RequestOutcome.Answered ? state.Stages : state.Stages.CutAt(elapsed),
        });
        Requests.End(request);
    }

    /// <inheritdoc/>
    public void Capture(CapturedMessage message) => _recorder.Capture(message);

    private void Answer(object reply)
    {
        IActorRef? requester = _requester;
        _requester = null;
        requester?.Tell(reply);
    }

    // True when no event before the bound is left.
    private bool RunEvents()
    {
        for (int slices = WindowEvents / SliceEvents; slices > 0; slices--)
        {
            if (_fatal is not null)
            {
                throw _fatal;
            }

            bool more = RunSlice();
            _recorder.Flush();
            if (!more && _fatal is null)
            {
                return true;
            }
        }

        return false;
    }

    private bool RunSlice()
    {
        int left = SliceEvents;
        SimEvent item = default;
        try
        {
            while (left > 0 && _queue.TryPop(_bound, out item))
            {
                left--;
                Now = item.Time;
                _entities[(int)item.Destination.Type][item.Destination.Index]!.OnEvent(item, this);
            }
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            Events += SliceEvents - left;
            HandToSupervisor(exception, item);
            return true;
        }

        Events += SliceEvents - left;
        return left == 0;
    }

    // The actor throws the exception when it receives it, and its supervisor decides. All of them run on this thread,
    // so the entity has been restarted, or stopped, before the next event.
    private void HandToSupervisor(Exception cause, in SimEvent item)
    {
        _failing = item;
        EntityActor entity = _entities[(int)item.Destination.Type][item.Destination.Index]!;
        entity.Reference.Tell(new EntityFailure(cause), ActorRefs.NoSender);
        _dispatcher!.RunPending();
        _failing = default;
    }

    private static bool CrossesSides(EventKind kind) => kind is
        EventKind.ActivationAtServer or EventKind.LinkRestarted or EventKind.AnswerAtLink or EventKind.RequestLost;

    private void ThrowTooEarly(in SimEvent item) => throw new InvariantViolationException(
        $"An event caused at {Now} lies before its cause, or crosses the network in less than {_lookahead}: {item}.");
}
