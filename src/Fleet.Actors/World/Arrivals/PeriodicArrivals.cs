using Fleet.Actors.Kernel;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Arrivals;

/// <summary>Equal gaps; the first request comes at a random phase within one gap, drawn for each device.</summary>
public sealed record PeriodicArrivals : ArrivalProcess
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Makes the process.</summary>
    /// <param name="ratePerSecond">Requests of one device in a second, greater than 0.</param>
    public PeriodicArrivals(double ratePerSecond) => RatePerSecond = ratePerSecond;

    /// <summary>By the rate.</summary>
    public static ArrivalForm ByRate { get; } = new("periodic RATE", "periodic 2/s", values => new PeriodicArrivals(values[0]));

    /// <summary>By the gap.</summary>
    public static ArrivalForm ByPeriod { get; } = new("periodic every DURATION", "periodic every 5 s", values => new PeriodicArrivals(NanosecondsPerSecond / values[0]))
    {
        Remark = "The first of a periodic device comes at a random phase.",
    };

    /// <inheritdoc/>
    public override ArrivalForm Form => ByRate;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Values => [RatePerSecond];

    /// <inheritdoc/>
    public override double RatePerSecond { get; }

    /// <inheritdoc/>
    /// <remarks>From the phase, not from the request before: rounding must not add up.</remarks>
    public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) =>
        SimTime.FromSeconds((draws.Uniform(device, 0) + (long)request) / RatePerSecond);
}
