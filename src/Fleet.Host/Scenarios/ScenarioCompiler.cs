using Fleet.Actors.World.Topology;
using Fleet.Models.Costs;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios;

/// <summary>Turns a scenario into what the engine simulates: operations and bytes instead of layers, defences and attacks.</summary>
public static class ScenarioCompiler
{
    /// <summary>The fleet of a scenario.</summary>
    public static FleetSpec Compile(Scenario scenario) => new()
    {
        Seed = scenario.Seed,
        Duration = scenario.Duration,
        WarmUp = scenario.WarmUp,
        DeviceClasses = [.. scenario.Devices.Select(d => Device(scenario, d))],
        Links = scenario.Links,
        Servers = scenario.Servers,
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
            Link = device.Uplink,
        };
    }

    private static AdversarySpec Adversary(Scenario scenario, AdversarySection adversary) => new()
    {
        Server = adversary.At,
        TargetDevices = adversary.TargetDevices,
        MessagesPerDevice = adversary.MessagesPerDevice,
        FlopsPerSecond = adversary.FlopsPerSecond,
        PreparationFlops = scenario.Devices
            .Where(d => scenario.Links.Any(l => l.Name == d.Uplink && l.Server == adversary.At))
            .Select(d => (d.Split, d.Defense))
            .Distinct()
            .Sum(target => (double)FleetAttack.Cost(scenario, target.Split).PreparationFlops),
        AttackFlopsByClass = [.. scenario.Devices.Select(d => FleetAttack.Cost(scenario, d.Split).FlopsPerScene)],
    };
}
