using Fleet.Actors.Kernel;
using Fleet.Actors.World.Arrivals;
using Fleet.Models.Randomness;

namespace MyFleet;

public sealed record PairedArrivals(double PairsPerSecond, double GapNanoseconds) : ArrivalProcess
{
    public static ArrivalForm Pairs { get; } = new(
        "pairs RATE apart DURATION", "pairs 0.5/s apart 20 ms", values => new PairedArrivals(values[0], values[1]));

    public override ArrivalForm Form => Pairs;

    public override IReadOnlyList<double> Values => [PairsPerSecond, GapNanoseconds];

    public override double RatePerSecond => 2 / ((1 / PairsPerSecond) + (GapNanoseconds / 1e9));

    public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) => previous + (request % 2 == 1
        ? SimTime.FromSeconds(GapNanoseconds / 1e9)
        : SimTime.FromSeconds(draws.Exponential(device, request) / PairsPerSecond));
}
