using Fleet.Actors.Kernel;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Profiles;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a link.</summary>
internal static class LinkSchema
{
    private static readonly LinkSpec Blank = new()
    {
        Name = "",
        UpBitsPerSecond = 0,
        DownBitsPerSecond = 0,
        UpLatency = SimTime.Zero,
        DownLatency = SimTime.Zero,
        Server = "",
    };

    private static readonly MapSpec<LinkSpec> Latencies = new(
        "Latency", "a latency", "Propagation of each direction. A plain duration stands for both, each way.", Blank,
        [
            new Key<LinkSpec, SimTime>(Values.Duration(positive: false), l => l.UpLatency, (l, value) => l with { UpLatency = value })
            {
                Name = "up",
                Documentation = "From device to server.",
                Example = "25 ms",
            },
            new Key<LinkSpec, SimTime>(Values.Duration(positive: false), l => l.DownLatency, (l, value) => l with { DownLatency = value })
            {
                Name = "down",
                Documentation = "From server to device.",
                Example = "25 ms",
            },
        ]);

    private static readonly Key<LinkSpec, LinkProfile> Profile = new(
        new ChoiceSpec<LinkProfile>("a link profile", [.. LinkProfile.All.Select(p => (p.Name, p))]), get: null, (l, value) => l with
        {
            UpBitsPerSecond = value.UpBitsPerSecond,
            DownBitsPerSecond = value.DownBitsPerSecond,
            UpLatency = value.Latency ?? SimTime.Zero,
            DownLatency = value.Latency ?? SimTime.Zero,
        })
    {
        Name = "profile",
        Documentation = $"A built-in [link profile](#{ReferenceHeadings.Anchor(ReferenceHeadings.LinkProfiles)}), which gives `up`, `down` and mostly `latency`; each of them may be given too and then counts instead.",
        Otherwise = "`up`, `down` and `latency` must be given",
        Example = "4g-us-2019",
    };

    private static readonly Key<LinkSpec, double> Up = new(Values.BitRate(), l => l.UpBitsPerSecond, (l, value) => l with { UpBitsPerSecond = value })
    {
        Name = "up",
        Documentation = "Bandwidth from device to server.",
        Otherwise = "the profile's",
        Example = "6.3 Mbit/s",
        InStarter = true,
    };

    private static readonly Key<LinkSpec, double> Down = new(Values.BitRate(), l => l.DownBitsPerSecond, (l, value) => l with { DownBitsPerSecond = value })
    {
        Name = "down",
        Documentation = "Bandwidth from server to device.",
        Otherwise = "the profile's",
        Example = "21.3 Mbit/s",
        InStarter = true,
    };

    private static readonly Key<LinkSpec, LinkSpec> Latency = new(
        new ShorthandSpec<LinkSpec>(Latencies, Latencies.Keys[0].Value, [.. Latencies.Keys]), l => l, Latencies.Copy)
    {
        Name = "latency",
        Documentation = "Propagation each way, half the round trip; or both directions by themselves.",
        Otherwise = "the profile's",
        Example = "25 ms",
        InStarter = true,
    };

    /// <summary>An item of the section <c>links</c>.</summary>
    public static MapSpec<LinkSpec> Spec(Catalogs catalogs) => new(
        "Link", "a link", "A kind of access link, first come first served in each direction.", Blank,
        [
            new Key<LinkSpec, string>(new NameSpec(), l => l.Name, (l, value) => l with { Name = value })
            {
                Name = "name",
                Documentation = "The name, for `uplink`.",
                Example = "cell",
            },
            new Key<LinkSpec, int>(Values.Count(), l => l.SharedBy, (l, value) => l with { SharedBy = value })
            {
                Name = "shared-by",
                Documentation = "How many devices share one such link; there are as many links as that takes.",
                Default = "1",
                Example = "50",
            },
            Profile,
            Up,
            Down,
            Latency,
            new Key<LinkSpec, ServiceLaw>(Values.Service(catalogs.ServiceLaws), l => l.Service, (l, value) => l with { Service = value })
            {
                Name = "service",
                Documentation = Values.ServiceDocumentation(catalogs.ServiceLaws, "a message", "its bits over the bandwidth", purpose: false),
                Default = "from-cost",
                Example = "exponential",
            },
            new Key<LinkSpec, string>(new ReferenceSpec("a server", "servers", names => names.Servers), l => l.Server, (l, value) => l with { Server = value })
            {
                Name = "to",
                Documentation = "The server it leads to.",
                Example = "cloud",
            },
        ],
        Check);

    private static LinkSpec Check(MapValues v, LinkSpec link)
    {
        LinkProfile? profile = v.Get(Profile);
        // A profile that was written but does not exist has its own problem: its figures are then not called missing.
        bool judge = !v.IsTorn && (profile is not null || !v.Has(Profile));
        foreach (Key key in (Key[])[Up, Down, Latency])
        {
            bool given = v.Has(key) || (profile is not null && (key != Latency || profile.Latency is not null));
            if (judge && !given)
            {
                v.Problem(key, profile is null
                    ? $"The key '{key.Name}' is missing; expected it here, such as `{key.Name}: {key.Example}`, or a `profile` that gives it."
                    : $"The key 'latency' is missing: the source of the profile '{profile.Name}' gives no round trip; expected it here, such as `latency: 25 ms`.");
            }
        }

        return link;
    }
}
