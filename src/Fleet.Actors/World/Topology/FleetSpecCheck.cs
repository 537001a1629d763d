using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>Finds what no scenario reader should let through: the engine's guard against specifications built by hand.</summary>
internal static class FleetSpecCheck
{
    /// <summary>Checks ranges and references.</summary>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    public static void ThrowIfInvalid(FleetSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Require(spec.Duration > SimTime.Zero, "The duration must be greater than 0.", spec);
        Require(spec.DeviceClasses.Count > 0, "A fleet needs at least one device class.", spec);
        Require(spec.DeviceClasses.Count <= DeviceTag.MostClasses, $"There are more than {DeviceTag.MostClasses} device classes.", spec);
        HashSet<string> links = Names("link", spec.Links.Select(link => link.Name), spec);
        HashSet<string> servers = Names("server", spec.Servers.Select(server => server.Name), spec);
        foreach (DeviceClassSpec c in spec.DeviceClasses)
        {
            CheckDeviceClass(c, spec);
            Require(links.Contains(c.Link), $"Class {c.Name}: there is no link {c.Link}.", spec);
        }

        foreach (LinkSpec link in spec.Links)
        {
            Require(link.SharedBy >= 1, $"Link {link.Name}: at least 1 device must share it.", spec);
            Require(link.UpBitsPerSecond > 0 && link.DownBitsPerSecond > 0, $"Link {link.Name}: bandwidths must be greater than 0.", spec);
            Require(link.UpLatency >= SimTime.Zero && link.DownLatency >= SimTime.Zero, $"Link {link.Name}: latencies must not be negative.", spec);
            Require(servers.Contains(link.Server), $"Link {link.Name}: there is no server {link.Server}.", spec);
        }

        foreach (ServerSpec server in spec.Servers)
        {
            Require(server.Count >= 1 && server.Workers >= 1 && server.BatchSize >= 1, $"Server {server.Name}: count, workers and batch size must be at least 1.", spec);
            Require(server.BatchWait >= SimTime.Zero, $"Server {server.Name}: the wait for a batch must not be negative.", spec);
            Require(server.Compute.FlopsPerSecond > 0, $"Server {server.Name}: the compute rate must be greater than 0.", spec);
        }

        if (spec.Adversary is { } adversary)
        {
            CheckAdversary(adversary, spec);
            Require(servers.Contains(adversary.Server), $"Adversary: there is no server {adversary.Server}.", spec);
        }

        foreach (UserActorSpec actor in spec.Actors)
        {
            CheckActor(actor, spec);
        }
    }

    private static void CheckActor(UserActorSpec actor, FleetSpec spec)
    {
        Require(actor.IsNameValid, $"Actor {actor.Name}: that is no name for an actor.", spec);
        Require(spec.Actors.Count(other => other.Name == actor.Name) == 1, $"Actor {actor.Name}: the name occurs more than once.", spec);
        Require(!EntityTypes.IsNameOfEntity(actor.Name), $"Actor {actor.Name}: names of this form belong to the entities of the fleet.", spec);
        Require(actor.Delay >= SimTime.Zero, $"Actor {actor.Name}: the delay must not be negative.", spec);
    }

    private static void CheckDeviceClass(DeviceClassSpec c, FleetSpec spec)
    {
        Require(c.Count >= 1, $"Class {c.Name}: the count must be at least 1.", spec);
        Require(c.Arrivals.RatePerSecond > 0 && double.IsFinite(c.Arrivals.RatePerSecond), $"Class {c.Name}: the arrival rate must be greater than 0 and finite.", spec);
        Require(c.Compute.FlopsPerSecond > 0, $"Class {c.Name}: the compute rate must be greater than 0.", spec);
        Require(c.EdgeFlops >= 0 && c.DefenseFlops >= 0 && c.CloudFlops >= 0, $"Class {c.Name}: operations must not be negative.", spec);
        Require(c.OtherDefenses.Count < DeviceTag.MostDefenses, $"Class {c.Name}: there are more than {DeviceTag.MostDefenses} defences.", spec);
        Require(c.OtherDefenses.All(d => d.Flops >= 0 && d.ActivationBytes >= 0), $"Class {c.Name}: costs of defences must not be negative.", spec);
        Require(c.ActivationBytes >= 0 && c.AnswerBytes >= 0, $"Class {c.Name}: message sizes must not be negative.", spec);
        Require(c.Inputs.Indices is { Count: > 0 } || (c.Inputs.Indices is null && c.Inputs.SetSize > 0), $"Class {c.Name}: there are no inputs.", spec);
    }

    private static void CheckAdversary(AdversarySpec adversary, FleetSpec spec)
    {
        Require(adversary.AttackFlopsByClass.Count == spec.DeviceClasses.Count, "Adversary: attack costs are needed for every device class.", spec);
        Require(adversary.FlopsPerSecond > 0, "Adversary: the compute rate must be greater than 0.", spec);
        Require(adversary.TargetDevices is null or >= 0 && adversary.MessagesPerDevice is null or >= 0, "Adversary: numbers of targets must not be negative.", spec);
    }

    private static HashSet<string> Names(string kind, IEnumerable<string> names, FleetSpec spec)
    {
        var found = new HashSet<string>();
        foreach (string name in names)
        {
            Require(found.Add(name), $"There are two kinds of {kind} named {name}.", spec);
        }

        return found;
    }

    private static void Require(bool holds, string otherwise, FleetSpec spec)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise, nameof(spec));
        }
    }
}
