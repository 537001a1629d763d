using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Forecasts;

/// <summary>How fast this machine simulates a fleet, on one thread.</summary>
/// <param name="StartSeconds">Wall-clock time of a simulation in which there is next to nothing.</param>
/// <param name="SecondsPerEvent">Wall-clock time of an event.</param>
/// <param name="SecondsPerDevice">Wall-clock time to make and end a device with its share of links and servers.</param>
/// <param name="EventsPerRequest">Events of a request from its arrival to its answer.</param>
internal sealed record EngineSpeed(double StartSeconds, double SecondsPerEvent, double SecondsPerDevice, double EventsPerRequest);

/// <summary>Simulates a small slice of a fleet and takes the time.</summary>
internal static class EngineTrial
{
    private const int SmallSlice = 2_000;
    private const int LargeSlice = 20_000;
    private const int MostWorkers = 64;
    private const double Requests = 40_000;
    private const double MostSeconds = 0.1;

    // A request that no slice has seen: device, link, server and the way back.
    private const double UsualEvents = 6;

    // Which picture a device has takes no time, and how many a user's folder has is not known yet.
    private static readonly InputSpec AnyInput = new(1);

    // Makes the devices and lets nothing happen.
    private static readonly SimTime AtOnce = new(1);

    /// <summary>Takes the time.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="clock">The wall clock.</param>
    public static EngineSpeed Run(FleetSpec fleet, TimeProvider clock)
    {
        FleetSpec made = Slice(fleet, LargeSlice) with { Duration = AtOnce };
        FleetSpec busy = Slice(fleet, SmallSlice);
        busy = busy with { Duration = Span(busy) };
        FleetSpec few = Slice(fleet, 1) with { Duration = AtOnce };
        double making = Fastest(() => Simulate(made, clock), 5).Seconds;
        double start = Math.Min(making, Fastest(() => Simulate(few, clock), 3).Seconds);
        double perDevice = (making - start) / Devices(made);
        (double seconds, FleetResult result) = Fastest(() => Simulate(busy, clock), 5);
        double events = Math.Max(1, result.Events);
        return new EngineSpeed(
            start,
            Math.Max(seconds - start - (perDevice * Devices(busy)), seconds / 10) / events,
            perDevice,
            result.Answered == 0 ? UsualEvents : Math.Clamp(result.Events / (double)result.Answered, 1, 100));
    }

    // The runtime compiles again what is used often: a run of seconds has the speed that the first trials have not.
    private static (double Seconds, FleetResult Result) Fastest(Func<(double Seconds, FleetResult Result)> run, int most)
    {
        (double Seconds, FleetResult Result) fastest = run();
        double all = fastest.Seconds;
        for (int i = 1; i < most && (i == 1 || all < MostSeconds); i++)
        {
            (double Seconds, FleetResult Result) next = run();
            all += next.Seconds;
            fastest = next.Seconds < fastest.Seconds ? next : fastest;
        }

        return fastest;
    }

    private static (double Seconds, FleetResult Result) Simulate(FleetSpec fleet, TimeProvider clock)
    {
        long start = clock.GetTimestamp();
        FleetResult result = FleetSimulation.Run(fleet, NoRequestSink.Instance, new SimulationOptions { Threads = 1 });
        return (clock.GetElapsedTime(start).TotalSeconds, result);
    }

    /// <summary>The same fleet with at most so many devices, a class's share of them each, and servers in proportion.</summary>
    private static FleetSpec Slice(FleetSpec fleet, int devices)
    {
        double share = Math.Min(1, devices / (double)Devices(fleet));
        return fleet with
        {
            DeviceClasses = [.. fleet.DeviceClasses.Select(one => one with { Count = Part(one.Count), Inputs = AnyInput })],
            Servers = [.. fleet.Servers.Select(one => one with { Count = Part(one.Count), Workers = Math.Min(one.Workers, MostWorkers) })],
            WarmUp = SimTime.Zero,
        };

        int Part(int count) => Math.Max(1, (int)Math.Round(count * share));
    }

    private static long Devices(FleetSpec fleet) => fleet.DeviceClasses.Sum(one => (long)one.Count);

    // Until so many requests have arrived, and no longer than the fleet itself runs.
    private static SimTime Span(FleetSpec fleet)
    {
        double rate = fleet.DeviceClasses.Sum(one => one.Count * one.Arrivals.RatePerSecond);
        double seconds = Requests / rate;
        return seconds < fleet.Duration.Seconds ? SimTime.FromSeconds(seconds) : fleet.Duration;
    }
}
