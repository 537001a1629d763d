using System.Globalization;

namespace Fleet.Host.Plots;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Text">What it says.</param>
internal readonly record struct AxisTick(double Value, string Text);

/// <summary>Maps values to the share of an axis's length and chooses round numbers to mark.</summary>
internal sealed class AxisScale
{
    private const double LogarithmicFrom = 15;

    private AxisScale(double low, double high, bool logarithmic, IReadOnlyList<AxisTick> ticks)
    {
        Low = low;
        High = high;
        IsLogarithmic = logarithmic;
        Ticks = ticks;
    }

    /// <summary>The value at the start.</summary>
    public double Low { get; }

    /// <summary>The value at the end.</summary>
    public double High { get; }

    /// <summary>Whether equal lengths stand for equal ratios.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The marks, in rising order.</summary>
    public IReadOnlyList<AxisTick> Ticks { get; }

    /// <summary>Equal lengths for equal differences, with about so many marks.</summary>
    public static AxisScale Linear(double low, double high, int marks = 5)
    {
        if (!(high > low)) (low, high) = Widen(low);
        double step = RoundStep((high - low) / marks);
        List<AxisTick> ticks = [];
        for (double i = Math.Ceiling((low / step) - 1e-9); i * step <= high + (1e-9 * step); i++)
        {
            ticks.Add(new AxisTick(i * step, Text(i * step, step)));
        }

        return new AxisScale(low, high, logarithmic: false, ticks);
    }

    /// <summary>From 0 up to a round number above the value.</summary>
    public static AxisScale FromZero(double high, int marks = 4)
    {
        if (!(high > 0)) high = 1;
        double step = RoundStep(high / marks);
        return Linear(0, Math.Ceiling((high / step) - 1e-9) * step, marks);
    }

    /// <summary>Logarithmic if the values spread over more than about a decade, otherwise linear.</summary>
    public static AxisScale ForSpread(double low, double high)
    {
        if (!(low > 0) || high / low < LogarithmicFrom) return Linear(low, high, 6);
        double decades = Math.Log10(high / low);
        double[] steps = decades switch { <= 2.2 => [1, 2, 5], <= 5 => [1, 3], _ => [1] };
        List<AxisTick> ticks = [];
        for (int power = (int)Math.Floor(Math.Log10(low)); power <= Math.Log10(high); power++)
        {
            foreach (double step in steps)
            {
                double value = step * Math.Pow(10, power);
                if (value >= low * 0.9999 && value <= high * 1.0001) ticks.Add(new AxisTick(value, Text(value, value)));
            }
        }

        return new AxisScale(low, high, logarithmic: true, ticks);
    }

    /// <summary>The share of the axis's length at which a value stands, 0 at the start and 1 at the end.</summary>
    public double Position(double value) => IsLogarithmic
        ? Math.Log(Math.Max(value, Low * 1e-9) / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    private static (double Low, double High) Widen(double value) =>
        value == 0 ? (0, 1) : (value - (0.05 * Math.Abs(value)), value + (0.05 * Math.Abs(value)));

    /// <summary>The nearest of 1, 2 and 5 times a power of ten that is not below the step.</summary>
    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double rest = step / power;
        return power * (rest <= 1.0001 ? 1 : rest <= 2.0001 ? 2 : rest <= 5.0001 ? 5 : 10);
    }

    private static string Text(double value, double step)
    {
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 9);
        string text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }
}
