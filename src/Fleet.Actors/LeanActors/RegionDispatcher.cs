using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Fleet.Actors.Time;

namespace Fleet.Actors.LeanActors;

/// <summary>Makes the dispatcher of one region. Named in the actor system's configuration.</summary>
internal sealed class RegionDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly RegionDispatcher _dispatcher;

    /// <summary>Called by the actor system.</summary>
    public RegionDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new RegionDispatcher(this);

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>
/// One dedicated thread on which both the mailboxes of a region's actors and its windows of virtual time run, in turn.
/// So entities need no locks, and questions from outside see the state between two windows.
/// </summary>
/// <remarks>
/// Messages from outside to entities wait in one inbox for the whole region. Sound because Akka hands every message for a cell to its
/// dispatcher's virtual <see cref="Dispatch"/>, and leaves to it when the cell's Invoke is called; and because mailboxes
/// with system messages always run before the inbox, so that no message reaches an entity that has failed and waits for
/// its supervisor.
/// </remarks>
internal sealed class RegionDispatcher : MessageDispatcher
{
    private readonly ConcurrentQueue<IRunnable> _mailboxes = new();
    private readonly ConcurrentQueue<Delivery> _inbox = new();
    private readonly object _idle = new();
    private readonly Thread _thread;
    private Region? _region;
    private bool _atOnce;
    private volatile bool _ended;

    /// <summary>Starts the thread.</summary>
    public RegionDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = Id };
        _thread.Start();
    }

    /// <summary>Takes a region under this thread and makes its entities; called on it.</summary>
    public void Attach(Region region, LeanSupervisorRef supervisor)
    {
        _region = region;
        region.RunOn(this);
        _atOnce = true;
        region.Populate(supervisor);
        _atOnce = false;
    }

    /// <summary>
    /// Runs mailboxes and delivers messages until there are none; called on this thread, or on another region's while this one
    /// stands still at a meeting.
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

    /// <summary>Lets a user's actor handle a message and do all that follows from it; called on this thread.</summary>
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

    /// <inheritdoc/>
    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        if (cell is not (LeanActorCell or VirtualActorCell))
        {
            base.Dispatch(cell, envelope);
            return;
        }

        _inbox.Enqueue(new Delivery(cell, envelope));
        WakeFromOutside();
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run)
    {
        // While entities are made, each one's mailbox holds the order to make its actor: a queue would only delay it.
        if (_atOnce && Environment.CurrentManagedThreadId == _thread.ManagedThreadId)
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
        while (_mailboxes.TryDequeue(out IRunnable? mailbox))
        {
            mailbox.Run();
        }
    }

    private void Loop()
    {
        while (!_ended)
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
    }

    private void WakeFromOutside()
    {
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
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
            if (cell.Self is VirtualActorRef actor)
            {
                actor.Receive(new Letter(actor, envelope.Message, envelope.Sender));
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
