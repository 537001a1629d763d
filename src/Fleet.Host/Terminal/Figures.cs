using System.Globalization;
using Fleet.Models.Statistics;

namespace Fleet.Host.Terminal;

/// <summary>Numbers as people read them. A value that is not known is a dash.</summary>
internal static class Figures
{
    /// <summary>Stands for a value that is not known.</summary>
    public const string Unknown = "–";

    /// <summary>At most 3 significant digits below 1000, whole numbers above.</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value)) return Unknown;
        double size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            >= 99.95 => Format(value, "#,0"),
            >= 9.995 => Format(value, "0.0"),
            >= 0.9995 => Format(value, "0.00"),
            >= 0.09995 => Format(value, "0.000"),
            >= 0.0009995 => Format(value, "0.0000"),
            _ => Format(value, "0.0e+0"),
        };
    }

    /// <summary>A count with thousands separated.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A fixed number of decimals.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsFinite(value) ? value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Unknown;

    /// <summary>A share in [0, 1] as a percentage.</summary>
    public static string Percent(double share, int decimals) => double.IsFinite(share) ? Fixed(100 * share, decimals) + " %" : Unknown;

    /// <summary>low to high, with a fixed number of decimals, after a factor.</summary>
    public static string Range(Interval interval, int decimals, double factor = 1) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High)
            ? Fixed(factor * interval.Low, decimals) + "–" + Fixed(factor * interval.High, decimals)
            : Unknown;

    /// <summary>A number of floating point operations, with the greatest unit of which there is one.</summary>
    public static string Flops(long operations) => operations switch
    {
        >= 1_000_000_000_000_000 => Short(operations * 1e-15) + " PFLOP",
        >= 1_000_000_000_000 => Short(operations * 1e-12) + " TFLOP",
        >= 1_000_000_000 => Short(operations * 1e-9) + " GFLOP",
        >= 1_000_000 => Short(operations * 1e-6) + " MFLOP",
        _ => Count(operations) + " FLOP",
    };

    /// <summary>A coordinate in a page: at most 3 decimals.</summary>
    public static string Coordinate(double value) => Format(value, "0.###");

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
