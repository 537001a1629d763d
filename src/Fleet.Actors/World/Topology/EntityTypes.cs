using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>The types of entity in a fleet. The numbers stand in checkpoints, and in the unique numbers of actors.</summary>
internal static class EntityTypes
{
    /// <summary>An edge device.</summary>
    public const EntityType Device = default;

    /// <summary>An access link, both directions.</summary>
    public const EntityType Link = (EntityType)1;

    /// <summary>A server.</summary>
    public const EntityType Server = (EntityType)2;

    /// <summary>The adversary.</summary>
    public const EntityType Adversary = (EntityType)3;

    /// <summary>A user's actor with all its descendants.</summary>
    public const EntityType Actor = (EntityType)4;

    /// <summary>Their names, in the order of the numbers.</summary>
    public static IReadOnlyList<string> Names { get; } = [nameof(Device), nameof(Link), nameof(Server), nameof(Adversary), nameof(Actor)];
}
