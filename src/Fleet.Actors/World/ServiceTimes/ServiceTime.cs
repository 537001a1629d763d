using Fleet.Actors.Kernel;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.ServiceTimes;

/// <summary>Service times of one kind of work: its cost over the rate, or random around that by a law.</summary>
/// <remarks>
/// A random time is rounded to the nearest nanosecond where its mean is at least 10 us: that moves the mean by less than one
/// part in 10^9. The mean of shorter times would move (by 4 % at 1 ns, for the density falls within a nanosecond), so they are
/// rounded up or down at random, by as much as leaves it where it is.
/// </remarks>
internal readonly struct ServiceTime
{
    private const double ShortSeconds = 10e-6;

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

    /// <summary>Whether random times are so short that their rounding takes a random number of its own.</summary>
    public bool IsShort => _meanSeconds < ShortSeconds;

    /// <summary>The mean times a random factor.</summary>
    /// <param name="factor">The factor, at least 0.</param>
    /// <param name="spare">A number uniform in [0, 1) and independent of it.</param>
    public SimTime Times(double factor, double spare) =>
        IsShort ? SimTime.FromSeconds(_meanSeconds * factor, spare) : SimTime.FromSeconds(_meanSeconds * factor);

    /// <summary>A time by a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="draws">The random numbers.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="index">The position within the entity's purpose.</param>
    public SimTime By(ServiceLaw law, in CounterKey draws, EntityId entity, long index)
    {
        if (!law.IsRandom)
        {
            return _mean;
        }

        double factor = law.Factor(draws, (uint)entity.Value, (ulong)index, out double spare);
        return Times(factor, spare);
    }
}
