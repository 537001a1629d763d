using Fleet.Actors.Kernel;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Arrivals;

/// <summary>A dummy: two requests at once.</summary>
/// <param name="PairsPerSecond">Pairs in a second.</param>
public sealed record PairedArrivals(double PairsPerSecond) : ArrivalProcess
{
    /// <summary>By the rate of pairs.</summary>
    public static ArrivalForm ByRate { get; } = new("pairs RATE", "pairs 1/s", values => new PairedArrivals(values[0]));

    /// <inheritdoc/>
    public override ArrivalForm Form => ByRate;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Values => [PairsPerSecond];

    /// <inheritdoc/>
    public override double RatePerSecond => 2 * PairsPerSecond;

    /// <inheritdoc/>
    public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) => request % 2 == 1
        ? previous
        : previous + SimTime.FromSeconds(draws.Exponential(device, request) / PairsPerSecond);
}
