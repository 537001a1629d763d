using System.Globalization;

namespace Fleet.Host.Runs;

/// <summary>Bytes as people read them.</summary>
internal static class ByteText
{
    /// <summary>In MB or GB, with two digits that count.</summary>
    public static string Of(long bytes) => bytes switch
    {
        >= 9_950_000_000 => Text(bytes / 1e9, "0", "GB"),
        >= 995_000_000 => Text(bytes / 1e9, "0.0", "GB"),
        >= 9_950_000 => Text(bytes / 1e6, "0", "MB"),
        _ => Text(bytes / 1e6, "0.0", "MB"),
    };

    private static string Text(double value, string format, string unit) =>
        value.ToString(format, CultureInfo.InvariantCulture) + " " + unit;
}
