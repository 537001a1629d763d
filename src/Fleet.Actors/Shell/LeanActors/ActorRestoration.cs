using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>Brings users' actors, made anew by their Props, to where a checkpoint has them.</summary>
/// <remarks>
/// Parents come before their children, for they may make them in RestoreState. Nothing that actors tell meanwhile arrives.
/// </remarks>
/// <param name="settle">Lets actors begin and end that were told to.</param>
internal sealed class ActorRestoration(Action settle)
{
    /// <summary>Restores the actors at the top and all below them.</summary>
    /// <exception cref="CheckpointFormatException">One of them does not go on from its state, or does not make its children again.</exception>
    public void Revive(IEnumerable<(SimActorRef Actor, SavedActor Saved)> actors)
    {
        foreach ((SimActorRef actor, SavedActor saved) in actors.Where(pair => !pair.Saved.HasEnded))
        {
            Revive(actor, saved);
        }

    }

    private void Revive(SimActorRef actor, SavedActor saved)
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
            throw new CheckpointFormatException($"{name} does not go on from its saved state: {exception.Message}", exception);
        }

        settle();
        if (instance is IWithTimers { Timers: { } timers })
        {
            timers.CancelAll();
        }

        actor.Restarts = saved.Restarts;
        ReviveChildren(actor, saved, name);
    }

    private void ReviveChildren(SimActorRef actor, SavedActor saved, string name)
    {
        Dictionary<string, SimActorRef> made = actor.Cell.GetChildren().OfType<SimActorRef>().ToDictionary(child => child.Path.Name);
        actor.InContext(Posting.Dropped, () =>
        {
            // Those that had ended.
            foreach (SimActorRef child in made.Values.Where(child => saved.Children.All(other => other.Name != child.Path.Name)))
            {
                actor.SimCell.Stop(child);
            }
        });
        settle();
        foreach (SavedActor child in saved.Children)
        {
            if (!made.TryGetValue(child.Name, out SimActorRef? reference))
            {
                throw new CheckpointFormatException(
                    $"{name} does not make its child {child.Name} again, neither when it is made nor in {nameof(ISavedActor.RestoreState)}.");
            }

            Revive(reference, child);
        }
    }
}

/// <summary>Stands for a user's actor that had ended when the checkpoint was taken, and ends at once.</summary>
internal sealed class EndedActor : UntypedActor
{
    /// <inheritdoc/>
    protected override void PreStart() => Context.Stop(Self);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
    }
}
