using System.Globalization;
using System.Runtime.ExceptionServices;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>The regions of a run, each under its own thread and actor.</summary>
internal sealed class RegionGroup
{
    // What ends a run is heard of at once, except where there was no memory left to say it.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ActorRegion[] _regions;
    private readonly LeanSupervisorRef[] _actors;
    private readonly CollectorPause _pause;
    private readonly RunFailure _failure;
    private readonly ActorSystem _system;
    private bool _begun;

    /// <summary>Makes the regions' actors, which make those of the entities.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="name">The name of the first region's actor, under which all entities are found.</param>
    /// <param name="regions">The regions, in the order of their numbers.</param>
    /// <param name="table">The references of the entities of all regions.</param>
    /// <param name="failures">The limit of restarts.</param>
    public RegionGroup(ActorSystem system, string name, IReadOnlyList<ActorRegion> regions, EntityTable table, FailureSpec failures)
    {
        _system = system;
        _regions = [.. regions];
        _failure = _regions[0].RunFailure;
        _pause = new CollectorPause(table.Count);
        _actors = [.. _regions.Select(region => LeanSupervisorRef.Start(
            system, region.Id == RegionId.First ? name : $"{name}-region-{region.Id}", region, table, failures))];
    }

    /// <summary>The regions' actors.</summary>
    public IReadOnlyList<LeanSupervisorRef> Actors => _actors;

    /// <summary>The number of events so far.</summary>
    public long Events => _regions.Sum(region => region.Events);

    /// <summary>Lets all regions run until an instant and waits for them. False if the run was cancelled.</summary>
    /// <param name="bound">The instant.</param>
    /// <param name="uninterrupted">Whether it is reached even if the run has been cancelled.</param>
    public bool AdvanceTo(SimTime bound, bool uninterrupted = false)
    {
        Begin();
        bool reached = !AskAll<Advanced>(new AdvanceTo(bound, uninterrupted)).Any(answer => answer.Interrupted);

        // The stop it begins with may not have come to the regions yet.
        return CoordinatedShutdown.Get(_system).ShutdownReason is null ? reached : throw new WorldStoppedException();
    }

    // A region's actor answers when its entities are there. Users' actors begin after that, for they may speak to any of
    // them at once.
    private void Begin()
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        try
        {
            AskAll<ActorIdentity>(new Identify(null));
        }
        finally
        {
            _pause.End();
        }

        if (_regions.Any(region => region.HasActors))
        {
            AskAll<StartActors>(new StartActors());
            AskInTurn(new RestoreActors());
        }
    }

    /// <summary>Lets each region write what a checkpoint needs of it; between two calls of <see cref="AdvanceTo"/>.</summary>
    public void Save(CheckpointWriter writer) => AskInTurn(new SaveTo(writer));

    // The first region holds the users' actors, whom envelopes in the others may come from.
    private void AskInTurn<T>(T message)
    {
        foreach (LeanSupervisorRef actor in _actors)
        {
            Wait(actor.Ask<T>(message, Timeout.InfiniteTimeSpan));
        }
    }

    private T[] AskAll<T>(object message) =>
        Wait(Task.WhenAll(_actors.Select(actor => actor.Ask<T>(message, Timeout.InfiniteTimeSpan))));

    // An answer comes when all regions have agreed on it. They cannot if one of them was ended by what it threw.
    private T Wait<T>(Task<T> answer)
    {
        while (_failure.Cause is null && Task.WaitAny([answer, _failure.Happened], LookAgain) < 0)
        {
            if (Array.Exists(_actors, actor => actor.IsTerminated))
            {
                _failure.Set(new WorldStoppedException());
            }
        }

        if (_failure.Cause is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        return answer.GetAwaiter().GetResult();
    }

    /// <summary>The actor system is about to end: the stopping of entities is no failure any more.</summary>
    public void Close()
    {
        foreach (ActorRegion region in _regions)
        {
            region.Close();
        }
    }
}
