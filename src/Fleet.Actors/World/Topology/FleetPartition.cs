namespace Fleet.Actors.World.Topology;

/// <summary>Cuts a fleet into regions of about equal work.</summary>
/// <remarks>
/// If it gives regions of about equal work, each server is in one region with all its links and their devices, and no message
/// crosses. Otherwise servers go one by one to the region with the least work of servers, and links, each with all its devices,
/// fill the regions in the order of their numbers up to an equal share. Then only messages between a link and its server
/// cross, and those take at least the link's latency.
/// </remarks>
internal static class FleetPartition
{
    // Events of a request at devices and link, and at its server in a batch of its own.
    private const double EventsOnDeviceSide = 4;
    private const double EventsAtServer = 2;

    // The most work of a region, as a multiple of an equal share, for which servers stay with their links.
    private const double MostInequality = 1.1;

    // Neighbours share cache lines, for which threads would contend: servers stay with their links only if at most one device
    // in so many has a neighbour in another region.
    private const int LeastRun = 16;

    /// <summary>Sets the region of each link and server.</summary>
    /// <param name="regions">The number of regions, at most that of the links.</param>
    /// <param name="rateOfDevice">Gives the mean requests a second of a device.</param>
    /// <param name="linkOfDevice">The link of each device.</param>
    /// <param name="serverOfLink">The server of each link.</param>
    /// <param name="regionOfLink">Receives the region of each link.</param>
    /// <param name="regionOfServer">Receives the region of each server.</param>
    public static void Assign(
        int regions, Func<int, double> rateOfDevice, LinkId[] linkOfDevice, ServerId[] serverOfLink, byte[] regionOfLink, byte[] regionOfServer)
    {
        if (regions == 1)
        {
            return;
        }

        double[] rateOfLink = new double[regionOfLink.Length];
        double[] rateOfServer = new double[regionOfServer.Length];
        for (int device = 0; device < linkOfDevice.Length; device++)
        {
            int link = linkOfDevice[device].Value;
            double rate = rateOfDevice(device);
            rateOfLink[link] += rate;
            rateOfServer[serverOfLink[link].Value] += rate;
        }

        if (!TryKeepTogether(regions, rateOfServer, linkOfDevice, serverOfLink, regionOfLink, regionOfServer))
        {
            double[] work = PlaceServers(rateOfServer, regionOfServer, regions);
            Fill(rateOfLink, EventsOnDeviceSide, regionOfLink, work);
        }
    }

    private static bool TryKeepTogether(
        int regions, double[] rateOfServer, LinkId[] linkOfDevice, ServerId[] serverOfLink, byte[] regionOfLink, byte[] regionOfServer)
    {
        double[] work = new double[regions];
        Fill(rateOfServer, EventsOnDeviceSide + EventsAtServer, regionOfServer, work);
        if (work.Min() == 0 || work.Max() > MostInequality * work.Average())
        {
            return false;
        }

        for (int link = 0; link < regionOfLink.Length; link++)
        {
            regionOfLink[link] = regionOfServer[serverOfLink[link].Value];
        }

        int changes = Enumerable.Range(1, linkOfDevice.Length - 1).Count(
            device => regionOfLink[linkOfDevice[device].Value] != regionOfLink[linkOfDevice[device - 1].Value]);
        return changes <= linkOfDevice.Length / LeastRun;
    }

    private static double[] PlaceServers(double[] rateOfServer, byte[] regionOfServer, int regions)
    {
        double[] work = new double[regions];
        foreach (int server in Enumerable.Range(0, rateOfServer.Length).OrderByDescending(s => rateOfServer[s]))
        {
            int least = Array.IndexOf(work, work.Min());
            regionOfServer[server] = (byte)least;
            work[least] += EventsAtServer * rateOfServer[server];
        }

        return work;
    }

    // Links or servers to regions in the order of their numbers. A region is full when the next one would take it further
    // from its share than it is now. Each has at least one, if there are enough.
    private static void Fill(double[] rates, double eventsOfEach, byte[] regions, double[] work)
    {
        double share = (work.Sum() + (eventsOfEach * rates.Sum())) / work.Length;
        int region = 0;
        int first = 0;
        for (int item = 0; item < rates.Length; item++)
        {
            double more = eventsOfEach * rates[item];
            bool full = work[region] + (more / 2) > share && item > first;
            bool restNeeded = rates.Length - item <= work.Length - 1 - region;
            if (region < work.Length - 1 && (full || (restNeeded && item > first)))
            {
                region++;
                first = item;
            }

            regions[item] = (byte)region;
            work[region] += more;
        }
    }
}
