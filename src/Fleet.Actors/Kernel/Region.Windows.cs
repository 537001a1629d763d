using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <content>How a region runs: the hot loop, and the windows between which the regions synchronise.</content>
internal abstract partial class Region
{
    /// <summary>The most events before messages from outside the simulation are handled.</summary>
    public const int WindowEvents = 100_000;

    /// <summary>
    /// How many events ahead states are prefetched: far enough for the memory's latency, near enough that the state is
    /// still in the cache at its event.
    /// </summary>
    public const int PrefetchDistance = 12;

    private const int SliceEvents = 1024;

    /// <summary>
    /// Runs one window; at the bound it reports the end, or the exception that was thrown, to the caller of <see cref="Advance"/>.
    /// </summary>
    public void RunWindow()
    {
        if (RunFailure.Cause is not null)
        {
            HasWork = false; // the caller reads RunFailure
        }
        else if (exchange.Regions == 1)
        {
            RunAlone();
        }
        else
        {
            RunTogether();
        }
    }

    public void RunOnAnotherThread()
    {
        RunOnThisThread(() =>
        {
            Continue();
            RunPending();
            Publish();
        });
    }

    public bool IsOver(int buffer) => exchange.Next(buffer) >= _bound || exchange.Totals(buffer).Stop;

    /// <summary>Runs a slice of events through <see cref="RunSlice{T}"/>, with the handler of the derived type.</summary>
    /// <returns>Whether events before the bound may be left.</returns>
    protected abstract bool RunSlice();

    /// <summary>Called after each slice of events.</summary>
    protected virtual void AfterSlice()
    {
    }

    /// <summary>Called after each window.</summary>
    protected virtual void AfterWindow()
    {
    }

    /// <summary>Called when all regions have passed the barrier after a window.</summary>
    /// <param name="buffer">The buffer that holds what was written in the window; the other buffer is written from now on.</param>
    /// <param name="events">The number of events of all regions so far.</param>
    protected virtual void AfterBarrier(int buffer, long events)
    {
    }

    /// <summary>Handles an event for the observer; region 0 alone.</summary>
    protected virtual void Observe(in SimEvent item) => throw new InvalidOperationException($"There is no observer: {item}.");

    /// <summary>The hot loop: handles events in order.</summary>
    /// <remarks>
    /// The handler is a struct, so the JIT compiles a loop for each, without virtual calls. The loop is never inlined: the JIT's
    /// inlining budget for what is called in the loop would count from the callers, and sometimes ran out.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected bool RunSlice<THandler>(THandler handler)
        where THandler : struct, IEventHandler
    {
        int left = SliceEvents;
        SimEvent item = default;
        try
        {
            while (left > 0 && _queue.TryPop(_windowEnd, out item))
            {
                left--;
                Now = item.Time;
                if (_queue.TryPeek(PrefetchDistance, out EntityHandle soon, out int request))
                {
                    handler.Prefetch(soon, request);
                }

                handler.OnEvent(item);
            }
        }
        catch (Exception exception) when (IsOfEntity(exception))
        {
            Events += SliceEvents - left;
            HandToSupervisor(exception, item);
            return true;
        }

        Events += SliceEvents - left;
        _lastEntity = item.Destination;
        return left == 0;
    }

    // Lack of memory, and a defect of the engine, are no failures of the entity whose event is being handled.
    private static bool IsOfEntity(Exception exception) => exception is not (InvariantViolationException or OutOfMemoryException);

    private void End(bool interrupted, Exception? failure)
    {
        if (HasWork)
        {
            HasWork = false;
            OnReached(interrupted, failure);
        }
    }

    private void RunAlone()
    {
        try
        {
            _windowEnd = _bound;
            bool reached = RunEvents();
            AfterWindow();
            AfterBarrier(_buffer, Events);
            if (reached || MustStop)
            {
                End(interrupted: !reached, failure: null);
            }
        }
        catch (Exception exception)
        {
            End(interrupted: true, exception);
        }
    }

    // Publishes this region's report, waits for the others and runs as far as they allow. While this thread waits, the last
    // region to arrive may run windows of all regions.
    private void RunTogether()
    {
        Publish();
        exchange.Await(_buffer, Id);
        Continue();
    }

    private void Publish() => exchange.Publish(_buffer, Id, new RegionExchange.RegionReport
    {
        Next = SimTime.Min(_queue.Any.NextTime, _sentAway),
        Events = Events,
        Failed = _fatal is not null,
        Cancelled = MustStop,
    });

    // All regions derive the same decision. An exception here is kept until the next barrier, where the others wait already.
    private void Continue()
    {
        int buffer = _buffer;
        if (RunFailure.Cause is not null)
        {
            exchange.Pause(Id);
            HasWork = false; // the caller reads RunFailure
            return;
        }

        _buffer = 1 - buffer;
        _sentAway = SimTime.Never;
        SimTime next = exchange.Next(buffer);
        bool reached = next >= _bound;
        (bool stop, long events) = exchange.Totals(buffer);
        try
        {
            ReceiveEvents(buffer, reached ? _bound : _windowEnd);
            AfterBarrier(buffer, events);
            if (!reached && !stop)
            {
                _windowEnd = exchange.WindowEnd(next, _bound);
                RunWindowEvents();
            }
        }
        catch (Exception exception)
        {
            _fatal ??= exception;
        }

        if (reached || stop)
        {
            exchange.Pause(Id);
            End(stop, _fatal);
        }
    }

    private void ReceiveEvents(int buffer, SimTime seenUntil)
    {
        for (int i = 0; i < exchange.Regions; i++)
        {
            var source = new RegionId(i);
            EventList events = exchange.From(buffer, source, Id);
            foreach (ref readonly SimEvent item in events.Items)
            {
                if (item.Kind == EventKind.Message)
                {
                    _queue.Push(item with { A = Envelopes.Add(events.EnvelopeAt(item.A)) });
                }
                else
                {
                    _queue.Push(item);
                }
            }

            events.Clear();
            if (Id == RegionId.First)
            {
                EventList observed = exchange.From(buffer, source, exchange.Observer);
                foreach (ref readonly SimEvent item in observed.Items)
                {
                    _observed.Push(item);
                }

                observed.Clear();
            }
        }

        while (_observed.TryPop(seenUntil, out SimEvent seen))
        {
            Events++;
            try
            {
                Observe(seen);
            }
            catch (Exception exception) when (IsOfEntity(exception))
            {
                HandToSupervisor(exception, seen);
            }
        }
    }

    // A window may be long: messages from outside are handled in between.
    private void RunWindowEvents()
    {
        while (!RunEvents())
        {
            RunPending();
        }

        AfterWindow();
    }

    // True when no event before the end of the window is left.
    private bool RunEvents()
    {
        for (int slices = WindowEvents / SliceEvents; slices > 0; slices--)
        {
            if (_fatal is not null)
            {
                throw _fatal;
            }

            long before = Events;
            bool more = RunSlice();
            AfterSlice();
            IsEndless(Events - before);
            if (!more && _fatal is null)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The behaviours of all entities of a region, as its event loop sees them.</summary>
internal interface IEventHandler
{
    /// <summary>Prefetches the state of an entity, and that of a request: an event with them comes soon.</summary>
    void Prefetch(EntityHandle entity, int request);

    /// <summary>Handles an event.</summary>
    void OnEvent(in SimEvent item);
}
