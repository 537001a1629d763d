using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Host.Scenarios.Profiles;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a link.</summary>
internal static class LinkSchema
{
    private static readonly Key<SimTime> LatencyUp = new(Values.Duration(positive: false))
    {
        Name = "up",
        Documentation = "From device to server.",
        Example = "25 ms",
    };

    private static readonly Key<SimTime> LatencyDown = new(Values.Duration(positive: false))
    {
        Name = "down",
        Documentation = "From server to device.",
        Example = "25 ms",
    };

    private static readonly Key<string> Name = new(new NameSpec())
    {
        Name = "name",
        Documentation = "The name, for `uplink`.",
        Example = "cell",
    };

    private static readonly Key<LinkProfile> Profile = new(
        new ChoiceSpec<LinkProfile>("a link profile", [.. LinkProfile.All.Select(p => (p.Name, p))]))
    {
        Name = "profile",
        Documentation = $"A built-in [link profile](#{MarkdownReference.Anchor(MarkdownReference.LinkProfilesTitle)}), which gives `up`, `down` and mostly `latency`; each of them may be given too and then counts instead.",
        Otherwise = "`up`, `down` and `latency` must be given",
        Example = "4g-us-2019",
    };

    private static readonly Key<int> SharedBy = new(Values.Count())
    {
        Name = "shared-by",
        Documentation = "How many devices share one such link; there are as many links as that takes.",
        Default = "1",
        Example = "50",
    };

    private static readonly Key<double> Up = new(Values.BitRate())
    {
        Name = "up",
        Documentation = "Bandwidth from device to server.",
        Otherwise = "the profile's",
        Example = "6.3 Mbit/s",
        InStarter = true,
    };

    private static readonly Key<double> Down = new(Values.BitRate())
    {
        Name = "down",
        Documentation = "Bandwidth from server to device.",
        Otherwise = "the profile's",
        Example = "21.3 Mbit/s",
        InStarter = true,
    };

    private static readonly Key<Latencies> Latency = new(new ShorthandSpec<Latencies>(
        new MapSpec<Latencies>(
            new MapDeclaration("Latency", "a latency", "Propagation of each direction. A plain duration stands for both, each way.", [LatencyUp, LatencyDown]),
            v => new Latencies(v.Get(LatencyUp), v.Get(LatencyDown))),
        LatencyUp,
        LatencyDown))
    {
        Name = "latency",
        Documentation = "Propagation each way, half the round trip; or both directions by themselves.",
        Otherwise = "the profile's",
        Example = "25 ms",
        InStarter = true,
    };

    private static readonly Key<ServiceLaw> Service = new(Values.Service(ServiceLawCatalog.BuiltIn))
    {
        Name = "service",
        Documentation = Values.ServiceDocumentation(ServiceLawCatalog.BuiltIn, "a message", "its bits over the bandwidth", purpose: false),
        Default = "from-cost",
        Example = "exponential",
    };

    private static readonly Key<string> To = new(new ReferenceSpec("a server", "servers", names => names.Servers))
    {
        Name = "to",
        Documentation = "The server it leads to.",
        Example = "cloud",
    };

    /// <summary>An item of the section <c>links</c>.</summary>
    public static MapSpec<LinkSection> Spec { get; } = new(
        new MapDeclaration("Link", "a link", "A kind of access link, first come first served in each direction.", [Name, SharedBy, Profile, Up, Down, Latency, Service, To]),
        Build);

    private static LinkSection Build(MapValues v)
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

        Latencies latency = v.Get(Latency) ?? new Latencies(profile?.Latency ?? SimTime.Zero, profile?.Latency ?? SimTime.Zero);
        return new LinkSection
        {
            Name = v.Get(Name)!,
            SharedBy = v.Get(SharedBy),
            UpBitsPerSecond = v.Has(Up) ? v.Get(Up) : profile?.UpBitsPerSecond ?? 0,
            DownBitsPerSecond = v.Has(Down) ? v.Get(Down) : profile?.DownBitsPerSecond ?? 0,
            UpLatency = latency.Up,
            DownLatency = latency.Down,
            Service = v.Get(Service)!,
            To = v.Get(To)!,
        };
    }

    private sealed record Latencies(SimTime Up, SimTime Down);
}
