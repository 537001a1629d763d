using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>Restores users' actors from a checkpoint, after their Props have created them.</summary>
/// <remarks>Parents come before their children, for they may create them in RestoreState. What actors send meanwhile is dropped.</remarks>
/// <param name="runPending">Runs mailboxes, until actors have started and stopped as ordered.</param>
internal sealed class ActorRestoration(Action runPending)
{
    /// <summary>Restores the top actors and their descendants.</summary>
    /// <exception cref="CheckpointFormatException">One of them does not accept its state, or does not create its children again.</exception>
    public void Restore(IEnumerable<(SimActorRef Actor, SavedActor Saved)> actors)
    {
        foreach ((SimActorRef actor, SavedActor saved) in actors.Where(pair => !pair.Saved.HasEnded))
        {
            Restore(actor, saved);
        }
    }

    private void Restore(SimActorRef actor, SavedActor saved)
    {
        string name = MessageCodec.NameOf(actor);
        ActorBase? instance = actor.SimCell.Instance;
        if (instance is not ISavedActor savable || instance.GetType().FullName != saved.Type)
        {
            throw new CheckpointFormatException($"The checkpoint has {name} as a {saved.Type}, and it is a {instance?.GetType().FullName}.");
        }

        try
        {
            actor.RestoreState(savable, saved.State);
        }
        catch (Exception exception)
        {
            throw new CheckpointFormatException($"{name} cannot be restored from its saved state: {exception.Message}", exception);
        }

        runPending();
        if (instance is IWithTimers { Timers: { } timers })
        {
            timers.CancelAll();
        }

        actor.Restarts = saved.Restarts;
        RestoreChildren(actor, saved, name);
    }

    private void RestoreChildren(SimActorRef actor, SavedActor saved, string name)
    {
        Dictionary<string, SimActorRef> made = actor.Cell.GetChildren().OfType<SimActorRef>().ToDictionary(child => child.Path.Name);
        actor.InContext(Posting.Dropped, () =>
        {
            // Those that had stopped.
            foreach (SimActorRef child in made.Values.Where(child => saved.Children.All(other => other.Name != child.Path.Name)))
            {
                actor.SimCell.Stop(child);
            }
        });
        runPending();
        foreach (SavedActor child in saved.Children)
        {
            if (!made.TryGetValue(child.Name, out SimActorRef? reference))
            {
                throw new CheckpointFormatException(
                    $"{name} does not create its child {child.Name} again, neither when it is created nor in {nameof(ISavedActor.RestoreState)}.");
            }

            Restore(reference, child);
        }
    }
}

/// <summary>Takes the place of a user's actor that had stopped when the checkpoint was taken, and stops at once.</summary>
internal sealed class EndedActor : UntypedActor
{
    protected override void PreStart() => Context.Stop(Self);

    protected override void OnReceive(object message)
    {
    }
}
