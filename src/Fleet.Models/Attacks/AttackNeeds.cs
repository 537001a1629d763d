namespace Fleet.Models.Attacks;

/// <summary>What an attack needs to know or to have. A set of them is one way of mounting it.</summary>
[Flags]
public enum AttackNeeds
{
    /// <summary>Nothing but what crosses the link.</summary>
    None = 0,

    /// <summary>The device's layers with their weights.</summary>
    Weights = 1,

    /// <summary>The device's half as a function that answers queries.</summary>
    Queries = 2,

    /// <summary>A table of layers for a surrogate of the device's half, the same or another one.</summary>
    Structure = 4,

    /// <summary>The cloud's layers with their weights.</summary>
    CloudHalf = 8,

    /// <summary>Labelled pictures of the same kind as those on the devices.</summary>
    Pictures = 16,
}
