using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Models.Costs;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios;

/// <summary>Turns a scenario into what the engine simulates: operations, bytes and positions instead of names.</summary>
public static class ScenarioCompiler
{
    /// <summary>The fleet of a scenario.</summary>
    public static FleetSpec Compile(Scenario scenario) => new()
    {
        Seed = scenario.Seed,
        Duration = scenario.Duration,
        WarmUp = scenario.WarmUp,
        DeviceClasses = [.. scenario.Devices.Select(d => Device(scenario, d))],
        Links = [.. scenario.Links.Select(l => Link(scenario, l))],
        Servers = [.. scenario.Servers.Select(Server)],
        Adversary = scenario.Adversary is { } adversary ? Adversary(scenario, adversary) : null,
        Failures = scenario.Failures,
    };

    private static DeviceClassSpec Device(Scenario scenario, DeviceSection device)
    {
        NetworkSpec network = scenario.Model.Network;
        SplitCost cost = SplitCost.Of(network, device.Split);
        return new DeviceClassSpec
        {
            Name = device.Class,
            Count = device.Count,
            Arrivals = device.Arrivals,
            Inputs = new InputSpec(scenario.Model.Data.TestCount, device.Inputs.Indices),
            Compute = device.Compute,
            EdgeFlops = cost.EdgeFlops,
            DefenseFlops = device.Defense.Flops(network.Input.Elements, cost.Activation.Elements),
            CloudFlops = cost.CloudFlops,
            ActivationBytes = MessageFormat.ActivationMessage(cost.Activation, device.Defense),
            OtherDefenses =
            [
                .. device.OtherDefenses.Select(defense => new DefenseOption(
                    defense.Flops(network.Input.Elements, cost.Activation.Elements), MessageFormat.ActivationMessage(cost.Activation, defense))),
            ],
            AnswerBytes = MessageFormat.AnswerMessage(network.Classes),
            Link = IndexOf(scenario.Links, l => l.Name == device.Uplink),
        };
    }

    private static LinkSpec Link(Scenario scenario, LinkSection link) => new()
    {
        Name = link.Name,
        SharedBy = link.SharedBy,
        UpBitsPerSecond = link.UpBitsPerSecond,
        DownBitsPerSecond = link.DownBitsPerSecond,
        UpLatency = link.UpLatency,
        DownLatency = link.DownLatency,
        Service = link.Service,
        Server = IndexOf(scenario.Servers, s => s.Name == link.To),
    };

    private static ServerSpec Server(ServerSection server) => new()
    {
        Name = server.Name,
        Count = server.Count,
        Workers = server.Workers,
        Compute = server.Compute,
        BatchSize = server.Batch.Size,
        BatchWait = server.Batch.Wait,
    };

    private static AdversarySpec Adversary(Scenario scenario, AdversarySection adversary)
    {
        return new AdversarySpec
        {
            Server = IndexOf(scenario.Servers, s => s.Name == adversary.At),
            TargetDevices = adversary.TargetDevices,
            MessagesPerDevice = adversary.MessagesPerDevice,
            FlopsPerSecond = adversary.FlopsPerSecond,
            PreparationFlops = scenario.Devices
                .Where(d => scenario.Links.Any(l => l.Name == d.Uplink && l.To == adversary.At))
                .Select(d => (d.Split, d.Defense))
                .Distinct()
                .Sum(target => (double)FleetAttack.Cost(adversary.Attack, scenario.Model, target.Split).PreparationFlops),
            AttackFlopsByClass = [.. scenario.Devices.Select(d => FleetAttack.Cost(adversary.Attack, scenario.Model, d.Split).FlopsPerScene)],
        };
    }

    private static int IndexOf<T>(IReadOnlyList<T> items, Predicate<T> match)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (match(items[i]))
            {
                return i;
            }
        }

        throw new InvalidOperationException("A scenario refers to a part that it does not have; the reader lets none such through.");
    }
}
