using Fleet.Actors.Kernel;
using Fleet.Actors.World.Arrivals;
using Fleet.Models.Randomness;

namespace MyFleet;

public sealed record BurstArrivals(double BurstsPerSecond, int Size) : ArrivalProcess
{
    public static ArrivalForm Written { get; } =
        new("bursts RATE of COUNT", "bursts 0.5/s of 4", values => new BurstArrivals(values[0], (int)values[1]));

    public override ArrivalForm Form => Written;

    public override IReadOnlyList<double> Values => [BurstsPerSecond, Size];

    public override double RatePerSecond => BurstsPerSecond * Size;

    // The first of a burst comes after an exponential gap, the others with it.
    public override SimTime Next(in CounterKey draws, uint device, ulong request, SimTime previous) =>
        request % (ulong)Size > 0 ? previous : previous + SimTime.FromSeconds(draws.Exponential(device, request) / BurstsPerSecond);
}
