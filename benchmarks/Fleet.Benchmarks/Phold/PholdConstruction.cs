namespace Fleet.Benchmarks.Phold;

/// <summary>How an entity's event reaches its code.</summary>
internal enum PholdConstruction
{
    /// <summary>One behaviour for all entities, their states in a slab.</summary>
    Slab,

    /// <summary>The event goes to the actor object.</summary>
    ActorObject,

    /// <summary>Ordinary actors that tell each other message objects.</summary>
    Tell,
}
