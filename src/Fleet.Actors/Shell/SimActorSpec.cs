using System.Reflection;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>
/// A user's own actor in the simulated world: plain Akka code, made from ordinary Props, that lives in virtual time. It
/// is found at /user/fleet/NAME.
/// </summary>
/// <param name="Name">Its name: a path element of Akka, unlike those of all other actors and entities.</param>
/// <param name="Props">How to make it, now and after a failure. Dispatcher and mailbox settings are ignored: messages are handled at the instant they arrive.</param>
/// <param name="Delay">
/// How long a message takes between it and any other entity or actor of the fleet, one way. Between it and its own
/// children, and to itself, a message takes no time. A fleet with an actor whose delay is 0 is simulated by one thread.
/// </param>
public sealed record SimActorSpec(string Name, Props Props, SimTime Delay) : UserActorSpec(Name, Delay)
{
    /// <summary>
    /// Assemblies, besides that of the actor itself, whose types may be in messages that a checkpoint holds: those of its
    /// children and of messages that are declared elsewhere.
    /// </summary>
    public IReadOnlyList<Assembly> MessageAssemblies { get; init; } = [];

    /// <inheritdoc/>
    /// <remarks>A checkpoint holds actors that are made as <see cref="ISavedActor"/> and have no stash.</remarks>
    public override string? SavingProblem => SavedActor.ProblemOf(Props.Type);

    /// <inheritdoc/>
    internal override bool IsNameValid => ActorPath.IsValidPathElement(Name);
}
