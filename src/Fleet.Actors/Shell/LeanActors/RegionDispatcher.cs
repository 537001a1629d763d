using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>Creates the dispatcher of one region. Named in the actor system's configuration.</summary>
internal sealed class RegionDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly RegionDispatcher _dispatcher;

    /// <summary>Called by the actor system.</summary>
    public RegionDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new RegionDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>
/// One dedicated thread on which both the mailboxes of a region's actors and its windows of virtual time run, in turn.
/// So entities need no locks, and messages from outside the simulation find the state between two windows.
/// </summary>
/// <remarks>
/// Messages from outside to entities wait in one inbox for the whole region. Sound because Akka passes every message for a cell to its
/// dispatcher's virtual <see cref="Dispatch"/>, which decides when the cell's Invoke is called; and because mailboxes with
/// system messages always run before the inbox, so that no message reaches an entity that has failed and waits for its
/// supervisor.
/// </remarks>
internal sealed class RegionDispatcher : MessageDispatcher, IImmediateDelivery
{
    private const int StepsBetweenChecks = 1024;

    private readonly ConcurrentQueue<IRunnable> _mailboxes = new();
    private readonly ConcurrentQueue<Delivery> _inbox = new();
    private readonly object _idle = new();
    private readonly Thread _thread;
    private readonly ActorContinuations _continuations;
    private volatile Region? _region;
    private bool _atOnce;
    private volatile bool _ended;
    private volatile int _runner; // the thread that simulates the region: its own, or that of another region

    private bool IsInside => Environment.CurrentManagedThreadId == _runner;

    /// <summary>Starts the thread.</summary>
    public RegionDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
        _continuations = new ActorContinuations(FailActor);
        _thread = new Thread(Loop) { IsBackground = true, Name = Id };
        _runner = _thread.ManagedThreadId;
        _thread.Start();
    }

    /// <summary>From now on an exception on this thread ends the run of a region; called before the region's actor is created.</summary>
    public void ReportFailuresTo(Region region) => _region = region;

    /// <summary>Creates the entities of a region on this thread; called on it.</summary>
    public void Attach(Region region, Action populate)
    {
        MemoryWatch.Watch(region);
        _atOnce = true;
        try
        {
            populate();
        }
        catch (Exception exception)
        {
            region.Fail(exception);
        }

        _atOnce = false;
    }

    /// <summary>
    /// Runs mailboxes and delivers messages until there are none; called on this thread, or on another region's while this one
    /// waits at the barrier.
    /// </summary>
    public void RunPending()
    {
        while (true)
        {
            RunMailboxes();
            if (!_inbox.TryDequeue(out Delivery delivery))
            {
                return;
            }

            delivery.Run();
        }
    }

    /// <summary>Simulates the region on the calling thread, while this one waits at the barrier.</summary>
    public void RunOnThisThread(Action simulate)
    {
        _runner = Environment.CurrentManagedThreadId;
        try
        {
            simulate();
        }
        finally
        {
            _runner = _thread.ManagedThreadId;
        }
    }

    public void Deliver(ActorCell cell, Envelope envelope)
    {
        base.Dispatch(cell, envelope);
        RunMailboxes();
    }

    /// <summary>Ends the thread, after the actor system has terminated.</summary>
    public void End()
    {
        _ended = true;
        Wake();
        _thread.Join();
    }

    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        if (cell is not (LeanActorCell or SimActorCell))
        {
            base.Dispatch(cell, envelope);
            return;
        }

        if (cell is SimActorCell && _region is { HasWork: true } region && !IsInside)
        {
            region.Fail(new NotSupportedException(
                $"{cell.Self.Path.ToStringWithoutAddress()} was told {envelope.Message.GetType().Name} by another thread while virtual time passed, at an instant that depends on the machine."));
        }

        _inbox.Enqueue(new Delivery(cell, envelope));
        WakeFromOutside();
    }

    protected override void ExecuteTask(IRunnable run)
    {
        // While entities are created, each one's mailbox holds the message that creates its actor: a queue would only delay it.
        if (_atOnce && IsInside)
        {
            run.Run();
            return;
        }

        _mailboxes.Enqueue(run);
        WakeFromOutside();
    }

    /// <inheritdoc/>
    /// <remarks>Called when no actor has used the dispatcher for a while; more may still come.</remarks>
    protected override void Shutdown()
    {
    }

    private void RunMailboxes()
    {
        if (_mailboxes.IsEmpty)
        {
            return;
        }

        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_continuations);
        try
        {
            for (long steps = 1; _mailboxes.TryDequeue(out IRunnable? mailbox); steps++)
            {
                mailbox.Run();
                if (_continuations.TakeAwaiting() is { } actor)
                {
                    actor.FailForAwaiting();
                }

                if (steps % StepsBetweenChecks == 0 && _region is { } region && region.IsEndless(StepsBetweenChecks))
                {
                    return; // the rest runs while the actors stop
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    // As a message after the one that is being handled, so that the actor's supervisor decides as for any other failure.
    private void FailActor(SimActorCell actor, ExceptionDispatchInfo thrown) =>
        base.Dispatch(actor, new Envelope(new ScheduledWork(thrown.Throw, null, null), ActorRefs.NoSender));

    private void Loop()
    {
        while (!_ended)
        {
            try
            {
                RunPending();
                if (_region is { HasWork: true } region)
                {
                    region.RunWindow();
                }
                else
                {
                    WaitForWork();
                }
            }
            catch (Exception exception)
            {
                // The thread continues: the actors have to stop on it.
                _region?.Abort(exception);
            }
        }
    }

    private void WakeFromOutside()
    {
        if (!IsInside)
        {
            Wake();
        }
    }

    private void Wake()
    {
        lock (_idle)
        {
            Monitor.Pulse(_idle);
        }
    }

    private void WaitForWork()
    {
        lock (_idle)
        {
            while (_mailboxes.IsEmpty && _inbox.IsEmpty && !_ended)
            {
                Monitor.Wait(_idle);
            }
        }
    }

    private readonly record struct Delivery(ActorCell Cell, Envelope Envelope)
    {
        public void Run()
        {
            ActorCell cell = Cell;
            Envelope envelope = Envelope;
            if (cell.Self is SimActorRef actor)
            {
                actor.Receive(new SimEnvelope(actor, envelope.Message, envelope.Sender));
                return;
            }

            if (cell.IsTerminated)
            {
                cell.System.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, cell.Self), envelope.Sender);
                return;
            }

            cell.UseThreadContext(() => cell.Invoke(envelope));
        }
    }
}
