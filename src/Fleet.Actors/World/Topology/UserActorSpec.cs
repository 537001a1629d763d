using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>A user's own actor in the simulated world, as far as the world knows it.</summary>
/// <param name="Name">Its name: a path element, unlike those of all other actors and entities.</param>
/// <param name="Delay">How long a message takes between it and any other entity or actor of the fleet, one way.</param>
public abstract record UserActorSpec(string Name, SimTime Delay)
{
    /// <summary>Whether it receives a message for every request that ends.</summary>
    public bool ObservesRequests { get; init; }

    /// <summary>Why its type cannot be kept in a checkpoint, as the rest of a sentence that begins with its name; null if it can.</summary>
    public abstract string? SavingProblem { get; }

    /// <summary>Whether the name can be part of an actor's path.</summary>
    internal abstract bool IsNameValid { get; }
}
