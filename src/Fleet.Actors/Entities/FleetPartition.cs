namespace Fleet.Actors.Entities;

/// <summary>Cuts a fleet into regions of about equal work.</summary>
/// <remarks>
/// Servers go one by one to the region with the least of their work. Links, each with all its devices, fill the regions in the
/// order of their numbers up to an equal share. So all that crosses are messages between a link and its server, and
/// those take at least the link's latency.
/// </remarks>
internal static class FleetPartition
{
    // Events of a request at devices and link, and at its server in a batch of its own.
    private const double EventsOnDeviceSide = 4;
    private const double EventsAtServer = 2;

    /// <summary>Fills in the region of each link and server.</summary>
    public static void Cut(FleetTopology topology, byte[] regionOfLink, byte[] regionOfServer)
    {
        if (topology.Regions == 1)
        {
            return;
        }

        double[] rateOfLink = new double[topology.Links];
        double[] rateOfServer = new double[topology.Servers];
        for (int device = 0; device < topology.Devices; device++)
        {
            int link = topology.LinkOf(device);
            double rate = topology.Spec.DeviceClasses[topology.ClassOf(device)].Arrivals.RatePerSecond;
            rateOfLink[link] += rate;
            rateOfServer[topology.ServerOf(link)] += rate;
        }

        double[] work = PlaceServers(rateOfServer, regionOfServer, topology.Regions);
        PlaceLinks(rateOfLink, regionOfLink, work);
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

    // A region is full when the next link would take it further from its share than it is now. Each has at least one.
    private static void PlaceLinks(double[] rateOfLink, byte[] regionOfLink, double[] work)
    {
        double share = (work.Sum() + (EventsOnDeviceSide * rateOfLink.Sum())) / work.Length;
        int region = 0;
        int first = 0;
        for (int link = 0; link < rateOfLink.Length; link++)
        {
            double more = EventsOnDeviceSide * rateOfLink[link];
            bool full = work[region] + (more / 2) > share && link > first;
            bool restNeeded = rateOfLink.Length - link <= work.Length - 1 - region;
            if (region < work.Length - 1 && (full || (restNeeded && link > first)))
            {
                region++;
                first = link;
            }

            regionOfLink[link] = (byte)region;
            work[region] += more;
        }
    }
}
