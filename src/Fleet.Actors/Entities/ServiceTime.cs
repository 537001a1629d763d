using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>Service times of one kind of work: always its cost over the rate, or exponential with that mean.</summary>
internal readonly struct ServiceTime
{
    private readonly double _meanSeconds;
    private readonly SimTime _mean;

    /// <summary>Work of a fixed amount at a fixed rate.</summary>
    /// <param name="amount">Operations or bits, not negative.</param>
    /// <param name="ratePerSecond">Operations or bits a second, greater than 0; infinite for no time at all.</param>
    public ServiceTime(double amount, double ratePerSecond)
    {
        _meanSeconds = double.IsPositiveInfinity(ratePerSecond) ? 0 : amount / ratePerSecond;
        _mean = SimTime.FromSeconds(_meanSeconds);
    }

    /// <summary>The time its cost asks for.</summary>
    public SimTime FromCost => _mean;

    /// <summary>The time if it is drawn from an exponential law.</summary>
    /// <param name="draw">An exponential number with mean 1.</param>
    public SimTime Exponential(double draw) => SimTime.FromSeconds(_meanSeconds * draw);
}
