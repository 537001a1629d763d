using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Defenses;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>What holds between the parts of a scenario.</summary>
internal sealed partial class ScenarioSchema
{
    /// <summary>What is wrong between the parts; each rule looks only at parts that have no problem of their own.</summary>
    private void Check(MapValues v, Scenario scenario)
    {
        int before = v.Context.Problems.Faults;
        if (v.AreSound(Duration, WarmUp))
        {
            CheckTimes(v, scenario);
        }

        if (v.AreSound(_devices))
        {
            CheckFleetSize(v, scenario);
        }

        if (v.AreSound(_devices, _links, _servers, _adversary))
        {
            CheckTargets(v, scenario);
        }

        if (v.AreSound(_devices, Model))
        {
            CheckWeights(v, scenario);
        }

        if (v.AreSound(Model, _adversary))
        {
            CheckPictures(v, scenario);
        }

        if (v.AreSound(Model, _devices, _links, _servers, _adversary) && v.Context.Problems.Faults == before)
        {
            CheckCosts(v, scenario);
        }
    }

    private static void CheckTimes(MapValues v, Scenario scenario)
    {
        if (scenario.WarmUp >= scenario.Duration)
        {
            v.Problem(WarmUp, $"The warm-up of {Show(scenario.WarmUp)} leaves nothing of the duration; expected less than {Show(scenario.Duration)}.");
        }
    }

    private void CheckFleetSize(MapValues v, Scenario scenario)
    {
        if (scenario.DeviceCount > int.MaxValue)
        {
            v.Problem(_devices, string.Create(CultureInfo.InvariantCulture, $"The classes have {scenario.DeviceCount:#,0} devices together; expected at most {int.MaxValue:#,0}."));
        }
    }

    private void CheckTargets(MapValues v, Scenario scenario)
    {
        if (scenario.Adversary is not { } adversary)
        {
            return;
        }

        long reaching = scenario.Devices
            .Where(d => scenario.Links.Any(l => l.Name == d.Uplink && l.Server == adversary.At))
            .Sum(d => (long)d.Count);
        (string Key, string Message)? problem = reaching == 0
            ? ("at", $"No device sends to '{adversary.At}', so the adversary would see nothing; expected a server that a link in use leads to.")
            : adversary.TargetDevices > reaching
                ? ("targets", string.Create(CultureInfo.InvariantCulture, $"The adversary attacks {adversary.TargetDevices:#,0} devices, but only {reaching:#,0} send to '{adversary.At}'; expected at most {reaching:#,0}, or all."))
                : null;
        if (problem is { } found && v.Node(_adversary) is MapNode node)
        {
            v.Context.Below(_adversary.Name).Below(found.Key).Problem((node.Find(found.Key) ?? node).At, found.Message);
        }
    }

    private static void CheckWeights(MapValues v, Scenario scenario)
    {
        if (scenario.Model is { Weights: { } weights } && v.Node(Model) is MapNode node
            && scenario.Devices.FirstOrDefault(d => d.Defense is { Training: not TrainingNeed.None }) is { } device)
        {
            v.Context.Below(Model.Name).Below("weights").Problem(
                (node.Find("weights") ?? node).At,
                $"The weights come from {weights.Written}, but '{device.Defense.Canonical}' of the device class '{device.Class}' is learned with the network; expected {WeightsSpec.Trained}, or defences that learn nothing.");
        }
    }

    private void CheckPictures(MapValues v, Scenario scenario)
    {
        if (scenario is { Adversary: not null, Model.Network: { } network } && AttackedPictures.Problem(network) is { } problem)
        {
            v.Problem(_adversary, $"{problem[..^1]}; expected larger pictures, or no adversary.");
        }
    }

    /// <summary>What an attack costs is counted in 64 bits.</summary>
    private void CheckCosts(MapValues v, Scenario scenario)
    {
        if (scenario.Adversary is not { } adversary || v.Node(_adversary) is not MapNode node)
        {
            return;
        }

        foreach (string split in scenario.Devices.Select(d => d.Split).Distinct())
        {
            try
            {
                _ = FleetAttack.Cost(scenario, split);
            }
            catch (OverflowException)
            {
                v.Context.Below(_adversary.Name).Below(AdversarySchema.AttackKey).Problem(
                    (node.Find(AdversarySchema.AttackKey) ?? node).At,
                    $"The attack {adversary.Attack.Name} on {split} takes more than 9.2e18 operations; expected fewer iterations or steps, or a smaller network.");
                return;
            }
        }
    }

    private static string Show(SimTime time) => Quantity.Readable(time.Nanoseconds, QuantityKind.Duration);
}
