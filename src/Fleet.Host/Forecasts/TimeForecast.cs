using System.Globalization;

namespace Fleet.Host.Forecasts;

/// <summary>How long some work will take on this machine.</summary>
/// <param name="LearningSeconds">Of it, what networks are trained for that are not kept from before.</param>
/// <param name="WorkSeconds">All else.</param>
internal sealed record TimeForecast(double LearningSeconds, double WorkSeconds)
{
    // Below that, learning is not worth a word.
    private const double NoteworthyShare = 0.1;

    /// <summary>All of it.</summary>
    public double Seconds => LearningSeconds + WorkSeconds;

    /// <summary>In words, such as <c>about 3 min on this machine</c>; empty where nothing was measured.</summary>
    public string Describe()
    {
        if (!(Seconds > 0) || !double.IsFinite(Seconds))
        {
            return "";
        }

        string all = Seconds < 1 ? "less than 1 s on this machine" : $"about {Text(Seconds)} on this machine";
        return LearningSeconds < NoteworthyShare * Seconds || LearningSeconds < 1 ? all : $"{all}, {Text(LearningSeconds)} of it to train networks";
    }

    /// <summary>A span of time with one unit that people use.</summary>
    public static string Text(double seconds) => seconds switch
    {
        < 90 => Number(seconds, "s"),
        < 90 * 60 => Number(seconds / 60, "min"),
        < 48 * 3600 => Number(seconds / 3600, "h"),
        _ => Number(seconds / 86400, "days"),
    };

    private static string Number(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(value)):#,0} {unit}");
}
