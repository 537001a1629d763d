using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Warnings;

/// <summary>The kinds of budget that requests queue for.</summary>
internal enum Budget
{
    /// <summary>The compute of each device of a class.</summary>
    Device,

    /// <summary>A link, from device to server.</summary>
    Uplink,

    /// <summary>A link, from server to device.</summary>
    Downlink,

    /// <summary>The workers of a server.</summary>
    Server,
}

/// <summary>
/// What a budget has to do by the figures of the scenario alone: the rate of arrivals times the mean work over the capacity. Of the
/// links of a kind it is the fullest, of the servers of a kind the one that most links lead to.
/// </summary>
/// <param name="Budget">The kind of budget.</param>
/// <param name="Index">The position of the device class, link or server in the fleet.</param>
/// <param name="RatePerSecond">Requests a second that reach it, as if none were held up before.</param>
/// <param name="MeanSeconds">The mean time that one takes.</param>
/// <param name="LongestSeconds">The time that one of the class with the most work takes.</param>
/// <param name="Workers">How many it works on at once.</param>
internal sealed record PaperLoad(Budget Budget, int Index, double RatePerSecond, double MeanSeconds, double LongestSeconds, int Workers)
{
    private const double BitsPerByte = 8;

    /// <summary>The share of the time that it would be at work; above 1 it cannot keep up.</summary>
    public double Utilisation => RatePerSecond * MeanSeconds / Workers;

    /// <summary>All budgets of a fleet that somebody sends to.</summary>
    public static IEnumerable<PaperLoad> Of(FleetSpec fleet)
    {
        for (int i = 0; i < fleet.DeviceClasses.Count; i++)
        {
            DeviceClassSpec c = fleet.DeviceClasses[i];
            double seconds = ((double)c.EdgeFlops + c.DefenseFlops) / c.Compute.FlopsPerSecond;
            yield return new PaperLoad(Budget.Device, i, c.Arrivals.RatePerSecond, seconds, seconds, 1);
        }

        for (int i = 0; i < fleet.Links.Count; i++)
        {
            LinkSpec link = fleet.Links[i];
            DeviceClassSpec[] senders = [.. fleet.DeviceClasses.Where(c => c.Link == link.Name)];
            if (senders.Length > 0)
            {
                yield return FullestLink(Budget.Uplink, i, link, senders, c => c.ActivationBytes * BitsPerByte / link.UpBitsPerSecond);
                yield return FullestLink(Budget.Downlink, i, link, senders, c => c.AnswerBytes * BitsPerByte / link.DownBitsPerSecond);
            }
        }

        for (int i = 0; i < fleet.Servers.Count; i++)
        {
            if (BusiestServer(fleet, i) is { } load)
            {
                yield return load;
            }
        }
    }

    /// <summary>The devices of the classes fill one link after another; each class fills whole links that are alike.</summary>
    private static PaperLoad FullestLink(Budget budget, int index, LinkSpec link, DeviceClassSpec[] senders, Func<DeviceClassSpec, double> seconds)
    {
        Demand fullest = default;
        Demand filling = default;
        long room = link.SharedBy;
        foreach (DeviceClassSpec c in senders)
        {
            long first = Math.Min(room, c.Count);
            filling = filling.Plus(first, c.Arrivals.RatePerSecond, seconds(c));
            room -= first;
            long rest = c.Count - first;
            if (room == 0)
            {
                fullest = Demand.Greater(fullest, filling);
                if (rest >= link.SharedBy)
                {
                    fullest = Demand.Greater(fullest, default(Demand).Plus(link.SharedBy, c.Arrivals.RatePerSecond, seconds(c)));
                }

                filling = default(Demand).Plus(rest % link.SharedBy, c.Arrivals.RatePerSecond, seconds(c));
                room = link.SharedBy - (rest % link.SharedBy);
            }
        }

        return Demand.Greater(fullest, filling).On(budget, index, 1);
    }

    /// <summary>Links are dealt out in turn: the first server of a kind has as many as any, of every kind of link.</summary>
    private static PaperLoad? BusiestServer(FleetSpec fleet, int index)
    {
        ServerSpec server = fleet.Servers[index];
        Demand demand = default;
        foreach (LinkSpec link in fleet.Links.Where(link => link.Server == server.Name))
        {
            DeviceClassSpec[] senders = [.. fleet.DeviceClasses.Where(c => c.Link == link.Name)];
            long links = (senders.Sum(c => (long)c.Count) + link.SharedBy - 1) / link.SharedBy;
            double share = links == 0 ? 0 : (double)((links + server.Count - 1) / server.Count) / links;
            foreach (DeviceClassSpec c in senders)
            {
                demand = demand.Plus(share * c.Count, c.Arrivals.RatePerSecond, c.CloudFlops / server.Compute.FlopsPerSecond);
            }
        }

        return demand.Rate > 0 ? demand.On(Budget.Server, index, server.Workers) : null;
    }

    // What some devices ask of one budget.
    private readonly record struct Demand(double Rate, double Work, double Longest)
    {
        public Demand Plus(double devices, double ratePerDevice, double seconds) => devices == 0
            ? this
            : new(Rate + (devices * ratePerDevice), Work + (devices * ratePerDevice * seconds), Math.Max(Longest, seconds));

        public static Demand Greater(Demand a, Demand b) => (b.Work > a.Work || a.Rate == 0 ? b : a) with { Longest = Math.Max(a.Longest, b.Longest) };

        public PaperLoad On(Budget budget, int index, int workers) => new(budget, index, Rate, Work / Rate, Longest, workers);
    }
}
