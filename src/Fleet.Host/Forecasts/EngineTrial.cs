using Fleet.Actors;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Host.Forecasts;

/// <summary>How fast this machine simulates a fleet, on one thread.</summary>
/// <param name="SecondsPerEvent">Wall-clock time of an event.</param>
/// <param name="SecondsPerDevice">Wall-clock time to make and end a device with its share of links and servers.</param>
/// <param name="EventsPerRequest">Events of a request from its arrival to its answer.</param>
internal sealed record EngineSpeed(double SecondsPerEvent, double SecondsPerDevice, double EventsPerRequest);

/// <summary>Simulates a small slice of a fleet and takes the time.</summary>
internal static class EngineTrial
{
    private const int SmallSlice = 2_000;
    private const int LargeSlice = 20_000;
    private const int MostWorkers = 64;
    private const double Requests = 20_000;

    // A request that no slice has seen: device, link, server and the way back.
    private const double UsualEvents = 6;

    // Makes the devices and lets nothing happen.
    private static readonly SimTime AtOnce = new(1);

    /// <summary>Takes the time.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="clock">The wall clock.</param>
    public static EngineSpeed Run(FleetSpec fleet, TimeProvider clock)
    {
        FleetSpec small = Slice(fleet, SmallSlice);
        FleetSpec busy = small with { Duration = Span(small) };
        Simulate(busy with { Duration = SimTime.Min(busy.Duration, new SimTime((busy.Duration.Nanoseconds / 10) + 1)) }, clock);
        (double making, _) = Simulate(Slice(fleet, LargeSlice) with { Duration = AtOnce, WarmUp = SimTime.Zero }, clock);
        double perDevice = making / Devices(Slice(fleet, LargeSlice));
        (double seconds, FleetResult result) = Simulate(busy, clock);
        double events = Math.Max(1, result.Events);
        return new EngineSpeed(
            Math.Max(seconds - (perDevice * Devices(busy)), seconds / 10) / events,
            perDevice,
            result.Answered == 0 ? UsualEvents : Math.Clamp(result.Events / (double)result.Answered, 1, 100));
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
            DeviceClasses = [.. fleet.DeviceClasses.Select(one => one with { Count = Part(one.Count) })],
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
