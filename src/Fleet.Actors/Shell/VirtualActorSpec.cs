using System.Reflection;
using Akka.Actor;
using Fleet.Actors.Kernel;
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
public sealed record VirtualActorSpec(string Name, Props Props, SimTime Delay) : UserActorSpec(Name, Delay)
{
    /// <summary>
    /// Assemblies, besides that of the actor itself, whose types may be in messages that a checkpoint holds: those of its
    /// children and of messages that are declared elsewhere.
    /// </summary>
    public IReadOnlyList<Assembly> MessageAssemblies { get; init; } = [];

    /// <summary>Whether its state can be kept in a checkpoint: it is made as an <see cref="ISavedActor"/>.</summary>
    public override bool IsSavable => typeof(ISavedActor).IsAssignableFrom(Props.Type);

    /// <inheritdoc/>
    internal override bool IsNameValid => ActorPath.IsValidPathElement(Name);
}
