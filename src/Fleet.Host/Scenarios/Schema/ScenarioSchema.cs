using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a whole scenario.</summary>
internal sealed partial class ScenarioSchema
{
    /// <summary>The key of the sweep.</summary>
    public const string SweepKey = "sweep";

    private static readonly ConditionalWeakTable<Catalogs, ScenarioSchema> Made = [];

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
            new Key<Scenario, ResultSection>(ResultSchema.Spec, s => s.Results, (s, value) => s with { Results = value })
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
            Results = ResultSchema.Blank,
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
}

/// <summary>What is read of a scenario: itself, and the grid it may carry.</summary>
internal sealed record ScenarioDraft(Scenario Scenario, SweepDraft? Sweep);
