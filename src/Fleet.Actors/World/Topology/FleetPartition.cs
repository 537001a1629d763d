namespace Fleet.Actors.World.Topology;

/// <summary>Cuts a fleet into regions of about equal work.</summary>
/// <remarks>
/// Best is each server with all its links and their devices in one region: nothing crosses. If that would leave the
/// regions unequal, servers go one by one to the region with the least of their work, and links, each with all its devices,
/// fill the regions in the order of their numbers up to an equal share. Then all that crosses are messages between a link
/// and its server, and those take at least the link's latency.
/// </remarks>
internal static class FleetPartition
{
    // Events of a request at devices and link, and at its server in a batch of its own.
    private const double EventsOnDeviceSide = 4;
    private const double EventsAtServer = 2;

    // The most work of a region, as a multiple of an equal share, for which servers stay with their links.
    private const double MostInequality = 1.1;

    // Neighbours share cache lines, over which threads would quarrel: at most one device in so many may have a neighbour
    // in another region for servers to stay with their links.
    private const int LeastRun = 16;

    /// <summary>Fills in the region of each link and server.</summary>
    public static void Assign(FleetTopology topology, byte[] regionOfLink, byte[] regionOfServer)
    {
        if (topology.Regions == 1)
        {
            return;
        }

        double[] rateOfLink = new double[topology.Links];
        double[] rateOfServer = new double[topology.Servers];
        for (int i = 0; i < topology.Devices; i++)
        {
            var device = new DeviceId(i);
            LinkId link = topology.LinkOf(device);
            double rate = topology.Spec.DeviceClasses[topology.ClassOf(device)].Arrivals.RatePerSecond;
            rateOfLink[link.Value] += rate;
            rateOfServer[topology.ServerOf(link).Value] += rate;
        }

        if (!TryKeepTogether(topology, rateOfServer, regionOfLink, regionOfServer))
        {
            double[] work = PlaceServers(rateOfServer, regionOfServer, topology.Regions);
            Fill(rateOfLink, EventsOnDeviceSide, regionOfLink, work);
        }
    }

    private static bool TryKeepTogether(FleetTopology topology, double[] rateOfServer, byte[] regionOfLink, byte[] regionOfServer)
    {
        double[] work = new double[topology.Regions];
        Fill(rateOfServer, EventsOnDeviceSide + EventsAtServer, regionOfServer, work);
        if (work.Min() == 0 || work.Max() > MostInequality * work.Average())
        {
            return false;
        }

        for (int link = 0; link < topology.Links; link++)
        {
            regionOfLink[link] = regionOfServer[topology.ServerOf(new LinkId(link)).Value];
        }

        int changes = Enumerable.Range(1, topology.Devices - 1).Count(
            device => RegionOf(device) != RegionOf(device - 1));
        return changes <= topology.Devices / LeastRun;

        byte RegionOf(int device) => regionOfLink[topology.LinkOf(new DeviceId(device)).Value];
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
