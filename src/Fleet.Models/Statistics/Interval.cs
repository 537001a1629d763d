namespace Fleet.Models.Statistics;

/// <summary>A closed interval, such as a confidence interval. Both ends are NaN where the data define none.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that stands for "not defined": both ends are NaN.</summary>
    public static Interval Undefined { get; } = new(double.NaN, double.NaN);

    /// <summary>Whether the data define the interval.</summary>
    public bool IsDefined => Low <= High;

    /// <summary>The distance between the ends.</summary>
    public double Width => High - Low;

    /// <summary>Whether the value lies between the ends or on one of them.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
