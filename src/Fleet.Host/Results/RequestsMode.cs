using System.Globalization;

namespace Fleet.Host.Results;

/// <summary>Which requests requests.parquet holds: all, about so many, or none.</summary>
public readonly record struct RequestsMode
{
    /// <summary>Beyond so many requests even <see cref="All"/> keeps a sample.</summary>
    public const long MaxRows = 5_000_000;

    private RequestsMode(bool none, long? sample)
    {
        IsNone = none;
        SampleSize = sample;
    }

    /// <summary>All requests up to <see cref="MaxRows"/>, beyond that a sample. The default.</summary>
    public static RequestsMode All => default;

    /// <summary>No file.</summary>
    public static RequestsMode None => new(none: true, sample: null);

    /// <summary>Whether there is no file.</summary>
    public bool IsNone { get; }

    /// <summary>The most rows of a sample that the user asked for; null for all or none.</summary>
    public long? SampleSize { get; }

    /// <summary>The most rows the file may have.</summary>
    public long Limit => IsNone ? 0 : SampleSize ?? MaxRows;

    /// <summary>A sample of at most so many requests, from 1 to <see cref="MaxRows"/>.</summary>
    public static RequestsMode Sample(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MaxRows);
        return new RequestsMode(none: false, rows);
    }

    /// <summary>Reads <c>all</c>, <c>none</c> or a number, with or without underscores between its digits.</summary>
    public static bool TryParse(string text, out RequestsMode mode)
    {
        mode = default;
        if (text == "all") return true;
        if (text == "none")
        {
            mode = None;
            return true;
        }

        string digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long rows)) return false;
        if (rows is < 1 or > MaxRows) return false;
        mode = Sample(rows);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsNone ? "none" : SampleSize?.ToString(CultureInfo.InvariantCulture) ?? "all";
}
