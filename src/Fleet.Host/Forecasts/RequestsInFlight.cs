using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Forecasts;

/// <summary>
/// How many requests a fleet will have under way at its fullest, roughly: Little's law with the wait of an M/M/1 queue at
/// each budget, and what piles up where more comes than a budget can do.
/// </summary>
internal static class RequestsInFlight
{
    private const double BitsPerByte = 8;

    /// <summary>The number for a fleet.</summary>
    public static double Of(FleetSpec fleet)
    {
        double seconds = fleet.Duration.Seconds;
        double sum = 0;
        foreach (DeviceClassSpec devices in fleet.DeviceClasses)
        {
            LinkSpec link = fleet.LinkOf(devices);
            double rate = devices.Arrivals.RatePerSecond;
            double all = rate * devices.Count;
            double operations = devices.EdgeFlops + (double)devices.DefenseFlops;
            sum += all * (link.UpLatency + link.DownLatency).Seconds;
            sum += devices.Count * Held(rate, operations / devices.Compute.FlopsPerSecond, seconds);
            double links = Math.Max(1, (double)devices.Count / link.SharedBy);
            sum += links * Held(all / links, devices.ActivationBytes * BitsPerByte / link.UpBitsPerSecond, seconds);
            sum += links * Held(all / links, devices.AnswerBytes * BitsPerByte / link.DownBitsPerSecond, seconds);
        }

        sum += fleet.Servers.Sum(server => AtServers(fleet, server, seconds));
        return Math.Min(sum, fleet.DeviceClasses.Sum(c => c.Count * c.Arrivals.RatePerSecond) * seconds);
    }

    private static double AtServers(FleetSpec fleet, ServerSpec server, double seconds)
    {
        DeviceClassSpec[] senders = [.. fleet.DeviceClasses.Where(c => fleet.LinkOf(c).Server == server.Name)];
        double rate = senders.Sum(c => c.Count * c.Arrivals.RatePerSecond);
        if (rate == 0)
        {
            return 0;
        }

        double operations = senders.Sum(c => c.Count * c.Arrivals.RatePerSecond * c.CloudFlops) / rate;
        double workers = (double)server.Count * server.Workers;
        double service = operations / server.Compute.FlopsPerSecond;

        // Full batches with every worker, and one that fills at each server.
        double batches = Math.Min(rate * server.BatchWait.Seconds, (double)server.Count * server.BatchSize);
        return batches + (workers * Held(rate / workers, service, seconds) * server.BatchSize);
    }

    // Requests at one budget: rho / (1 - rho), or what has piled up at the end of the run if that is less.
    private static double Held(double rate, double service, double seconds)
    {
        double load = rate * service;
        double arrived = rate * seconds;
        return load < 1 ? Math.Min(load / (1 - load), arrived) : arrived * (1 - (1 / load)) + 1;
    }
}
