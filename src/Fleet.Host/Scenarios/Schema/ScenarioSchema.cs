using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Defenses;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a whole scenario.</summary>
internal static class ScenarioSchema
{
    /// <summary>The key of the sweep.</summary>
    public const string SweepKey = "sweep";

    private static readonly Key<long> Requests = new(new QuantitySpec<long>(
        QuantityKind.Count,
        new Limits(1, long.MaxValue) { IsTechnical = true },
        value => (long)value,
        new Dictionary<string, long> { [Values.All] = long.MaxValue, ["none"] = 0 }))
    {
        Name = "requests",
        Documentation = "The most rows that requests.parquet may have; of more requests it holds a sample, chosen by the key of the request.",
        Default = ResultSection.DefaultRequestLimit.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_'),
        Example = "10_000",
    };

    private static readonly Key<bool> Accuracy = new(new ChoiceSpec<bool>("a choice of accuracies", [(Values.All, true), ("none", false)]))
    {
        Name = "accuracy",
        Documentation = "Whether to measure the accuracy of each split and defence of the fleet, on the whole test part. Without it and without an adversary no network is trained.",
        Default = Values.All,
        Example = "none",
    };

    private static readonly Key<bool> Identification = new(new ChoiceSpec<bool>("a choice of identifications", [(Values.All, true), ("none", false)]))
    {
        Name = "identification",
        Documentation = "Whether an independent classifier, trained once on the same pictures, says what class it sees in each picture that an adversary recovers.",
        Default = Values.All,
        Example = "none",
    };

    private static readonly Key<string> Name = new(new NameSpec())
    {
        Name = "name",
        Documentation = "The name of the scenario and of the folder of its runs.",
        Otherwise = "the name of the file",
        Example = "smart cameras",
        InStarter = true,
    };

    private static readonly Key<ulong> Seed = new(Values.Seed())
    {
        Name = "seed",
        Documentation = "The key of every random number of a run. Equal seeds give equal results.",
        Default = "1",
        Example = "42",
    };

    private static readonly Key<SimTime> Duration = new(Values.Duration(positive: true))
    {
        Name = "duration",
        Documentation = "How much time is simulated.",
        Example = "10 min",
    };

    private static readonly Key<SimTime> WarmUp = new(Values.Duration(positive: false))
    {
        Name = "warm-up",
        Documentation = "Latencies count only requests that arrive after it.",
        Default = "0 s",
        Example = "30 s",
    };

    private static readonly Key<ResultSection> Results = new(new MapSpec<ResultSection>(
        new MapDeclaration("Results", "the results", "What of a run is measured and kept.", [Requests, Accuracy, Identification]),
        v => new ResultSection(v.Get(Requests), v.Get(Accuracy), v.Get(Identification))))
    {
        Name = "results",
        Documentation = "What of a run is measured and kept.",
        Default = "{}",
        Example = "{ requests: 10_000 }",
    };

    private static readonly Key<FailureSpec> Failures = new(FailureSchema.Spec)
    {
        Name = "failures",
        Documentation = "What happens when a device, link, server or adversary throws an exception.",
        Default = "{}",
        Example = "{ restarts: 0, then: go-on }",
    };

    private static readonly Key<ModelSection> Model = new(ModelSchema.Spec)
    {
        Name = "model",
        Documentation = "The network, its data and its weights.",
    };

    private static readonly Key<IReadOnlyList<DeviceSection?>> Devices = new(new ListSpec<DeviceSection>(DeviceSchema.Spec, "device class", DeviceSchema.NameKey))
    {
        Name = "devices",
        Documentation = "The device classes.",
    };

    private static readonly Key<IReadOnlyList<LinkSection?>> Links = new(new ListSpec<LinkSection>(LinkSchema.Spec, "link", "name"))
    {
        Name = "links",
        Documentation = "The kinds of access link.",
    };

    private static readonly Key<IReadOnlyList<ServerSection?>> Servers = new(new ListSpec<ServerSection>(ServerSchema.Spec, "server", "name"))
    {
        Name = "servers",
        Documentation = "The kinds of server.",
    };

    private static readonly Key<AdversarySection> Adversary = new(AdversarySchema.Spec)
    {
        Name = "adversary",
        Documentation = "An adversary in the cloud.",
        Otherwise = "there is none",
        InStarter = true,
    };

    /// <summary>The key of the sweep; its value is expanded, not read, by <see cref="SweepExpander"/>.</summary>
    public static Key<SweepDraft> Sweep { get; } = new(new SweepSpec())
    {
        Name = SweepKey,
        Documentation = "The grid that `fleetsim sweep` runs; `fleetsim run` leaves it out.",
        Otherwise = "there is none",
        Example = "{ split: [ReLU1, ReLU2], replications: 2 }",
    };

    /// <summary>The whole scenario.</summary>
    public static MapSpec<ScenarioDraft> Root { get; } = new(
        new MapDeclaration("Scenario", "a scenario", "The keys at the top of the file.", [Name, Seed, Duration, WarmUp, Results, Failures, Model, Devices, Links, Servers, Adversary, Sweep]),
        Build);

    private static ScenarioDraft Build(MapValues v)
    {
        var scenario = new Scenario
        {
            Name = v.Get(Name) ?? v.Context.Names.DefaultName,
            Seed = v.Get(Seed),
            Duration = v.Get(Duration),
            WarmUp = v.Get(WarmUp),
            Results = v.Get(Results)!,
            Failures = v.Get(Failures)!,
            Model = v.Get(Model)!,
            Devices = [.. (v.Get(Devices) ?? []).OfType<DeviceSection>()],
            Links = [.. (v.Get(Links) ?? []).OfType<LinkSection>()],
            Servers = [.. (v.Get(Servers) ?? []).OfType<ServerSection>()],
            Adversary = v.Get(Adversary),
        };
        Check(v, scenario);
        return new ScenarioDraft(scenario, v.Get(Sweep));
    }

    /// <summary>What is wrong between the parts; each rule looks only at parts that have no problem of their own.</summary>
    private static void Check(MapValues v, Scenario scenario)
    {
        int before = v.Context.Problems.Faults;
        if (v.AreSound(Duration, WarmUp))
        {
            CheckTimes(v, scenario);
        }

        if (v.AreSound(Devices))
        {
            CheckFleetSize(v, scenario);
        }

        if (v.AreSound(Devices, Links, Servers, Adversary))
        {
            CheckTargets(v, scenario);
        }

        if (v.AreSound(Devices, Model))
        {
            CheckWeights(v, scenario);
        }

        if (v.AreSound(Model, Adversary))
        {
            CheckPictures(v, scenario);
        }

        if (v.AreSound(Model, Devices, Links, Servers, Adversary) && v.Context.Problems.Faults == before)
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

    private static void CheckFleetSize(MapValues v, Scenario scenario)
    {
        if (scenario.DeviceCount > int.MaxValue)
        {
            v.Problem(Devices, string.Create(CultureInfo.InvariantCulture, $"The classes have {scenario.DeviceCount:#,0} devices together; expected at most {int.MaxValue:#,0}."));
        }
    }

    private static void CheckTargets(MapValues v, Scenario scenario)
    {
        if (scenario.Adversary is not { } adversary)
        {
            return;
        }

        long reaching = scenario.Devices
            .Where(d => scenario.Links.Any(l => l.Name == d.Uplink && l.To == adversary.At))
            .Sum(d => (long)d.Count);
        (string Key, string Message)? problem = reaching == 0
            ? ("at", $"No device sends to '{adversary.At}', so the adversary would see nothing; expected a server that a link in use leads to.")
            : adversary.TargetDevices > reaching
                ? ("targets", string.Create(CultureInfo.InvariantCulture, $"The adversary attacks {adversary.TargetDevices:#,0} devices, but only {reaching:#,0} send to '{adversary.At}'; expected at most {reaching:#,0}, or all."))
                : null;
        if (problem is { } found && v.Node(Adversary) is MapNode node)
        {
            v.Context.Key(Adversary.Name).Key(found.Key).Problem((node.Find(found.Key) ?? node).At, found.Message);
        }
    }

    private static void CheckWeights(MapValues v, Scenario scenario)
    {
        if (scenario.Model is { Weights: { } weights } && v.Node(Model) is MapNode node
            && scenario.Devices.FirstOrDefault(d => d.Defense is { Training: not TrainingNeed.None }) is { } device)
        {
            v.Context.Key(Model.Name).Key("weights").Problem(
                (node.Find("weights") ?? node).At,
                $"The weights come from {weights.Written}, but '{device.Defense.Canonical}' of the device class '{device.Class}' is learned with the network; expected {WeightsSpec.Trained}, or defences that learn nothing.");
        }
    }

    private static void CheckPictures(MapValues v, Scenario scenario)
    {
        if (scenario is { Adversary: not null, Model.Network: { } network } && AttackedPictures.Problem(network) is { } problem)
        {
            v.Problem(Adversary, $"{problem[..^1]}; expected larger pictures, or no adversary.");
        }
    }

    /// <summary>What an attack costs is counted in 64 bits.</summary>
    private static void CheckCosts(MapValues v, Scenario scenario)
    {
        if (scenario.Adversary is not { } adversary || v.Node(Adversary) is not MapNode node)
        {
            return;
        }

        foreach (string split in scenario.Devices.Select(d => d.Split).Distinct())
        {
            try
            {
                _ = FleetAttack.Cost(adversary.Attack, scenario.Model, split);
            }
            catch (OverflowException)
            {
                v.Context.Key(Adversary.Name).Key(AttackSchema.Attack.Name).Problem(
                    (node.Find(AttackSchema.Attack.Name) ?? node).At,
                    $"The attack {adversary.Attack.Name} on {split} takes more than 9.2e18 operations; expected fewer iterations or steps, or a smaller network.");
                return;
            }
        }
    }

    private static string Show(SimTime time) => Quantity.Readable(time.Nanoseconds, QuantityKind.Duration);
}

/// <summary>What is read of a scenario: itself, and the grid it may carry.</summary>
internal sealed record ScenarioDraft(Scenario Scenario, SweepDraft? Sweep);
