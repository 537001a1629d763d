using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <summary>The type of an entity. The world that is simulated declares the types as constants, from 0.</summary>
public enum EntityType : byte
{
}

/// <summary>
/// Where an entity lives: the region that simulates it, its type, and its place among the region's entities of that
/// type. Handles depend on how the fleet is partitioned; nothing that reaches the results may.
/// </summary>
public readonly record struct EntityHandle
{
    private readonly ulong _value;

    /// <summary>Packs the three parts: region in bits 48 to 63, type in bits 32 to 39, index below.</summary>
    /// <param name="region">The region.</param>
    /// <param name="type">The type.</param>
    /// <param name="index">The place among the region's entities of that type, from 0.</param>
    public EntityHandle(RegionId region, EntityType type, int index) =>
        _value = ((ulong)(ushort)region.Value << 48) | ((ulong)type << 32) | (uint)index;

    /// <summary>A handle from its packed form.</summary>
    internal EntityHandle(ulong packed) => _value = packed;

    /// <summary>The region.</summary>
    public RegionId Region => new((int)(_value >> 48));

    /// <summary>The type.</summary>
    public EntityType Type => (EntityType)(byte)(_value >> 32);

    /// <summary>The place among the region's entities of that type, from 0.</summary>
    public int Index => (int)(uint)_value;

    /// <summary>The packed form; bits 40 to 47 are zero.</summary>
    internal ulong Packed => _value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"region {Region}, type {Type}, number {Index}");
}
