using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Host.Results;

/// <summary>
/// Chooses the requests that requests.parquet holds. A request is chosen by its key (seed, device, sequence) alone, so
/// the choice does not depend on the order in which requests end or on who asks.
/// </summary>
public sealed class RequestSelection
{
    /// <summary>2^64: the number of values a key's hash can have.</summary>
    private const double HashValues = 18446744073709551616.0;

    private readonly CounterKey _sampling;
    private readonly ulong _threshold;

    private RequestSelection(ulong seed, bool everything, double share)
    {
        _sampling = new CounterKey(seed, RandomPurpose.Sampling);
        Everything = everything;
        _threshold = (ulong)(share * HashValues);
    }

    /// <summary>Whether every request is chosen.</summary>
    public bool Everything { get; }

    /// <summary>Sets the share of the requests to keep, before the run starts.</summary>
    /// <param name="mode">What the user asked for.</param>
    /// <param name="expected">The expected number of requests.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <remarks>
    /// A sample aims three standard deviations below the limit, so that the number of chosen requests, which is close
    /// to Poisson, reaches the limit about once in a thousand runs.
    /// </remarks>
    public static RequestSelection Plan(RequestsMode mode, double expected, ulong seed)
    {
        double limit = mode.Limit;
        if (mode.IsNone) return new RequestSelection(seed, everything: false, share: 0);
        if (expected <= limit) return new RequestSelection(seed, everything: true, share: 0);
        double aim = Math.Max(limit - (3 * Math.Sqrt(limit)), limit / 2);
        return new RequestSelection(seed, everything: false, aim / expected);
    }

    /// <summary>The expected number of requests of a fleet: devices x rate x duration, over the classes.</summary>
    public static double ExpectedRequests(FleetSpec fleet) =>
        fleet.DeviceClasses.Sum(c => c.Count * c.Arrivals.RatePerSecond * fleet.Duration.Seconds);

    /// <summary>Whether the request is chosen.</summary>
    public bool Includes(int device, long sequence) => Everything || _sampling.Bits((uint)device, (ulong)sequence) < _threshold;
}
