using System.Globalization;
using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Defenses;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a whole scenario.</summary>
internal sealed class ScenarioSchema
{
    /// <summary>The key of the sweep.</summary>
    public const string SweepKey = "sweep";

    private static readonly ConditionalWeakTable<Catalogs, ScenarioSchema> Made = [];

    private static readonly MapSpec<ResultSection> Results = new("Results", "the results", "What of a run is measured and kept.", new ResultSection(0, true),
    [
        new Key<ResultSection, long>(
            new QuantitySpec<long>(
                QuantityKind.Count,
                new Limits(1, long.MaxValue) { IsTechnical = true },
                value => (long)value,
                value => value,
                new Dictionary<string, long> { [Values.All] = long.MaxValue, ["none"] = 0 }),
            r => r.RequestLimit,
            (r, value) => r with { RequestLimit = value })
        {
            Name = "requests",
            Documentation = "The most rows that requests.parquet may have; of more requests it holds a sample, chosen by the key of the request.",
            Default = ResultSection.DefaultRequestLimit.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_'),
            Example = "10_000",
        },
        new Key<ResultSection, bool>(
            new ChoiceSpec<bool>("a choice of accuracies", [(Values.All, true), ("none", false)]), r => r.Accuracy, (r, value) => r with { Accuracy = value })
        {
            Name = "accuracy",
            Documentation = "Whether to measure the accuracy of each split and defence of the fleet, on the whole test part. Without it and without an adversary no network is trained.",
            Default = Values.All,
            Example = "none",
        },
        new Key<ResultSection, bool>(
            new ChoiceSpec<bool>("a choice of identifications", [(Values.All, true), ("none", false)]), r => r.Identification, (r, value) => r with { Identification = value })
        {
            Name = "identification",
            Documentation = "Whether an independent classifier, trained once on the same pictures, says what class it sees in each picture that an adversary recovers.",
            Default = Values.All,
            Example = "none",
        },
    ]);

    private static readonly Key<Scenario, SimTime> Duration = new(Values.Duration(positive: true), s => s.Duration, (s, value) => s with { Duration = value })
    {
        Name = "duration",
        Documentation = "How much time is simulated.",
        Example = "10 min",
    };

    private static readonly Key<Scenario, SimTime> WarmUp = new(Values.Duration(positive: false), s => s.WarmUp, (s, value) => s with { WarmUp = value })
    {
        Name = "warm-up",
        Documentation = "Latencies count only requests that arrive after it.",
        Default = "0 s",
        Example = "30 s",
    };

    private static readonly Key<Scenario, ModelSection> Model = new(ModelSchema.Spec, s => s.Model, (s, value) => s with { Model = value })
    {
        Name = "model",
        Documentation = "The network, its data and its weights.",
    };

    private readonly Key<Scenario, IReadOnlyList<DeviceSection>> _devices;
    private readonly Key<Scenario, IReadOnlyList<LinkSpec>> _links;
    private readonly Key<Scenario, IReadOnlyList<ServerSpec>> _servers;
    private readonly Key<Scenario, AdversarySection> _adversary;

    private ScenarioSchema(Catalogs catalogs)
    {
        _devices = new(new ListSpec<DeviceSection>(DeviceSchema.Spec(catalogs), "device class", DeviceSchema.NameKey), s => s.Devices, (s, value) => s with { Devices = value })
        {
            Name = "devices",
            Documentation = "The device classes.",
        };
        _links = new(new ListSpec<LinkSpec>(LinkSchema.Spec(catalogs), "link", "name"), s => s.Links, (s, value) => s with { Links = value })
        {
            Name = "links",
            Documentation = "The kinds of access link.",
        };
        _servers = new(new ListSpec<ServerSpec>(ServerSchema.Spec(catalogs), "server", "name"), s => s.Servers, (s, value) => s with { Servers = value })
        {
            Name = "servers",
            Documentation = "The kinds of server.",
        };
        _adversary = new(AdversarySchema.Spec(catalogs), s => s.Adversary, (s, value) => s with { Adversary = value })
        {
            Name = "adversary",
            Documentation = "An adversary in the cloud.",
            Otherwise = "there is none",
            InStarter = true,
        };

        // The value is expanded, not read, by SweepExpander.
        var sweep = new Key<Scenario, SweepDraft>(new SweepSpec(), get: null, (s, _) => s)
        {
            Name = SweepKey,
            Documentation = "The grid that `fleetsim sweep` runs; `fleetsim run` leaves it out.",
            Otherwise = "there is none",
            Example = "{ split: [ReLU1, ReLU2], replications: 2 }",
        };
        Key<Scenario>[] keys =
        [
            new Key<Scenario, string>(new NameSpec(), s => s.Name, (s, value) => s with { Name = value })
            {
                Name = "name",
                Documentation = "The name of the scenario and of the folder of its runs.",
                Otherwise = "the name of the file",
                Example = "smart cameras",
                InStarter = true,
            },
            new Key<Scenario, ulong>(Values.Seed(), s => s.Seed, (s, value) => s with { Seed = value })
            {
                Name = "seed",
                Documentation = "The key of every random number of a run. Equal seeds give equal results.",
                Default = "1",
                Example = "42",
            },
            Duration,
            WarmUp,
            new Key<Scenario, ResultSection>(Results, s => s.Results, (s, value) => s with { Results = value })
            {
                Name = "results",
                Documentation = "What of a run is measured and kept.",
                Default = "{}",
                Example = "{ requests: 10_000 }",
            },
            new Key<Scenario, FailureSpec>(FailureSchema.Spec, s => s.Failures, (s, value) => s with { Failures = value })
            {
                Name = "failures",
                Documentation = "What happens when a device, link, server or adversary throws an exception.",
                Default = "{}",
                Example = "{ restarts: 0, then: go-on }",
            },
            Model,
            _devices,
            _links,
            _servers,
            _adversary,
            sweep,
        ];
        var blank = new Scenario
        {
            Name = "",
            Seed = 0,
            Duration = SimTime.Zero,
            WarmUp = SimTime.Zero,
            Results = new ResultSection(0, true),
            Model = ModelSchema.Blank,
            Devices = [],
            Links = [],
            Servers = [],
            Catalogs = catalogs,
        };
        Root = new(new MapDeclaration("Scenario", "a scenario", "The keys at the top of the file.", keys), keys, blank, Make, draft => draft.Scenario);

        ScenarioDraft Make(MapValues v, Scenario read)
        {
            Scenario scenario = read.Name.Length > 0 ? read : read with { Name = v.Context.Names.DefaultName };
            Check(v, scenario);
            return new ScenarioDraft(scenario, v.Get(sweep));
        }
    }

    /// <summary>The whole scenario.</summary>
    public MapSpec<Scenario, ScenarioDraft> Root { get; }

    /// <summary>The schema of scenarios that name the rules of these catalogues, made once.</summary>
    public static ScenarioSchema Of(Catalogs catalogs) => Made.GetValue(catalogs, one => new ScenarioSchema(one));

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
                _ = FleetAttack.Cost(adversary.Attack, scenario.Model, split);
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

/// <summary>What is read of a scenario: itself, and the grid it may carry.</summary>
internal sealed record ScenarioDraft(Scenario Scenario, SweepDraft? Sweep);
