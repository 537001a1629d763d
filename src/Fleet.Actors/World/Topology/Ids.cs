using System.Globalization;

namespace Fleet.Actors.World.Topology;

/// <summary>A device, by its number through all classes from 0.</summary>
/// <param name="Value">The number.</param>
public readonly record struct DeviceId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An access link, by its number through all kinds of link from 0.</summary>
/// <param name="Value">The number.</param>
public readonly record struct LinkId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A server, by its number through all kinds of server from 0.</summary>
/// <param name="Value">The number.</param>
public readonly record struct ServerId(int Value)
{
    /// <summary>No server.</summary>
    public static ServerId None => new(-1);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
