using System.Globalization;
using Fleet.Host.Scenarios.Units;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The limits of a number, in base units.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
/// <param name="LowExcluded">Whether the least value itself is not allowed.</param>
/// <param name="HighExcluded">Whether the greatest value itself is not allowed.</param>
internal sealed record Limits(decimal? Low = null, decimal? High = null, bool LowExcluded = false, bool HighExcluded = false)
{
    /// <summary>More than 0.</summary>
    public static Limits Positive { get; } = new(0, LowExcluded: true);

    /// <summary>0 or more.</summary>
    public static Limits NotNegative { get; } = new(0);

    /// <summary>Whether the greatest value only follows from how values are stored; the reference then leaves it out.</summary>
    public bool IsTechnical { get; init; }

    /// <summary>The limits without a technical greatest value.</summary>
    public Limits WithoutTechnical => IsTechnical ? this with { High = null } : this;

    /// <summary>Whether a value keeps them.</summary>
    public bool Allow(decimal value) =>
        (Low is null || (LowExcluded ? value > Low : value >= Low)) && (High is null || (HighExcluded ? value < High : value <= High));

    /// <summary>The limits in words, such as "at least 1 and at most 365 d".</summary>
    public string Words(QuantityKind kind)
    {
        string low = Low is null ? "" : (LowExcluded ? "more than " : "at least ") + Show(Low.Value, kind);
        string high = High is null ? "" : (HighExcluded ? "less than " : "at most ") + Show(High.Value, kind);
        return low.Length > 0 && high.Length > 0 ? $"{low} and {high}" : low + high;
    }

    private static string Show(decimal value, QuantityKind kind) =>
        value == 0 ? "0"
        : kind.Units.Count == 0 || kind.BareAllowed ? value.ToString(value == decimal.Truncate(value) ? "#,0" : "G", CultureInfo.InvariantCulture)
        : Quantity.Readable((double)value, kind);
}
