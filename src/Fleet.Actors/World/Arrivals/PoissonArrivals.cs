using Fleet.Actors.Kernel;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Arrivals;

/// <summary>Independent exponential gaps.</summary>
public sealed record PoissonArrivals : ArrivalProcess
{
    private readonly ServiceTime _gap;

    /// <summary>Makes the process.</summary>
    /// <param name="ratePerSecond">Requests of one device in a second, greater than 0.</param>
    public PoissonArrivals(double ratePerSecond)
    {
        RatePerSecond = ratePerSecond;
        _gap = new ServiceTime(1, ratePerSecond);
    }

    /// <summary>By the rate.</summary>
    public static ArrivalForm ByRate { get; } = new("poisson RATE", "poisson 0.5/s", values => new PoissonArrivals(values[0]));

    /// <inheritdoc/>
    public override ArrivalForm Form => ByRate;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Values => [RatePerSecond];

    /// <inheritdoc/>
    public override double RatePerSecond { get; }

    /// <inheritdoc/>
    public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous)
    {
        if (!_gap.IsShort)
        {
            return previous + SimTime.FromSeconds(draws.Exponential(device, request) / RatePerSecond);
        }

        double draw = draws.Exponential(device, request, out double spare);
        return previous + _gap.Times(draw, spare);
    }
}
