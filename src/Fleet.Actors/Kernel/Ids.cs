using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <summary>A region of a run, by its number from 0.</summary>
/// <param name="Value">The number.</param>
public readonly record struct RegionId(int Value)
{
    /// <summary>The region that always exists. Users' actors live in it.</summary>
    public static RegionId First => default;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An entity of the simulated world as the cause of events. Does not depend on how the world is cut into regions.</summary>
/// <param name="Value">The number, unique through all types of entity.</param>
public readonly record struct EntityId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
