using Fleet.Actors.Kernel;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Arrivals;

/// <summary>
/// When the requests of each device of a class arrive. Has no state, for all devices share one on all simulating threads: an instant
/// is a function of the device, the request, the instant before it and random numbers that can be drawn again.
/// </summary>
public abstract record ArrivalProcess
{
    /// <summary>The form in which the process is written in results, and <see cref="Values"/> in it.</summary>
    public abstract ArrivalForm Form { get; }

    /// <summary>The values at the places of <see cref="Form"/>.</summary>
    public abstract IReadOnlyList<double> Values { get; }

    /// <summary>The mean number of requests of one device in a second: greater than 0 and finite.</summary>
    public abstract double RatePerSecond { get; }

    /// <summary>When a request of a device arrives. Called once for each request, in turn.</summary>
    /// <param name="draws">The random numbers; the only ones it may use, so that a run can be repeated.</param>
    /// <param name="device">The device, which keys its numbers.</param>
    /// <param name="request">The number of the request at the device, from 0, which keys them too.</param>
    /// <param name="previous">When the one before it arrived; the start of the run for the first.</param>
    /// <returns>The instant, not before <paramref name="previous"/>; at or after the end of the run for none.</returns>
    public abstract SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous);
}

/// <summary>
/// A form in which a kind of arrival process is written in scenario files: words that begin with its name, and places for
/// values, which are separated by words. `gamma RATE shape NUMBER` has the places RATE and NUMBER.
/// </summary>
/// <param name="Text">The form. Its places are those of <see cref="Places"/>.</param>
/// <param name="Example">What one can write.</param>
/// <param name="Create">Makes the process from the values of its places, each greater than 0: a rate in events a second, a duration in nanoseconds.</param>
public sealed record ArrivalForm(string Text, string Example, Func<IReadOnlyList<double>, ArrivalProcess> Create)
{
    /// <summary>The words that stand for values: a rate, a duration, a number, a whole number.</summary>
    public static IReadOnlyList<string> Places { get; } = ["RATE", "DURATION", "NUMBER", "COUNT"];

    /// <summary>The name of the process.</summary>
    public string Name => Text.Split(' ')[0];

    /// <summary>The words and places behind the name.</summary>
    public IReadOnlyList<string> Words => Text.Split(' ')[1..];

    /// <summary>A sentence that the form leaves to say; empty for none.</summary>
    public string Remark { get; init; } = "";
}
