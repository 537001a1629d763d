using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;

namespace Fleet.Actors.Time;

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
internal sealed class RegionDispatcher : MessageDispatcher
{
    private readonly ConcurrentQueue<IRunnable> _pending = new();
    private readonly object _idle = new();
    private readonly Thread _thread;
    private Region? _region;
    private volatile bool _ended;

    /// <summary>Starts the thread.</summary>
    public RegionDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = Id };
        _thread.Start();
    }

    /// <summary>Takes a region under this thread; called on it.</summary>
    public void Attach(Region region)
    {
        _region = region;
        region.RunOn(this);
    }

    /// <summary>Runs mailboxes until none has anything to do; called on this thread.</summary>
    public void RunPending()
    {
        while (_pending.TryDequeue(out IRunnable? run))
        {
            run.Run();
        }
    }

    /// <summary>Ends the thread, after the actor system has terminated.</summary>
    public void End()
    {
        _ended = true;
        Wake();
        _thread.Join();
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run)
    {
        _pending.Enqueue(run);
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
        {
            Wake();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Called when no actor has used the dispatcher for a while; more may still come.</remarks>
    protected override void Shutdown()
    {
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
            while (_pending.IsEmpty && !_ended)
            {
                Monitor.Wait(_idle);
            }
        }
    }
}
