using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Topology;
using Fleet.Models.Data;
using Fleet.Models.Defenses;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a device class.</summary>
internal static class DeviceSchema
{
    /// <summary>The key that names a class.</summary>
    public const string NameKey = "class";

    /// <summary>The key of the split point.</summary>
    public const string SplitKey = "split";

    /// <summary>The key of the defences.</summary>
    public const string DefenseKey = "defense";

    private static readonly DeviceSection Blank = new()
    {
        Class = "",
        Count = 1,
        Compute = new ComputeSpec(0),
        Arrivals = new PoissonArrivals(1),
        Inputs = new InputSection(DatasetInfo.Test, null),
        Split = "",
        Defense = DefenseChain.None,
        Uplink = "",
    };

    private static readonly MapSpec<InputSection> Inputs = new("Inputs", "the inputs", "Which pictures the requests of a class carry.", Blank.Inputs,
    [
        new Key<InputSection, string>(new ChoiceSpec<string>("a part of the data", [(DatasetInfo.Test, DatasetInfo.Test)]), i => i.Set, (i, value) => i with { Set = value })
        {
            Name = "set",
            Documentation = "The part of the data that the pictures come from.",
            Default = DatasetInfo.Test,
            Example = DatasetInfo.Test,
        },
        new Key<InputSection, IReadOnlyList<int>>(new ListSpec<int>(new PictureSpec(), "position"), i => i.Indices, (i, value) => i with { Indices = value })
        {
            Name = "indices",
            Documentation = "Positions of pictures in that part, from 0, used in turn over the requests of the class: request k of the i-th of n devices carries number k n + i of the list.",
            Otherwise = "each device draws from the whole part",
            Example = "[3, 2, 1]",
        },
    ]);

    /// <summary>An item of the section <c>devices</c>.</summary>
    public static MapSpec<DeviceSection> Spec(Catalogs catalogs) => Spec(catalogs, new ArrivalsSpec(catalogs.Arrivals));

    private static MapSpec<DeviceSection> Spec(Catalogs catalogs, ArrivalsSpec arrivals) => new("Device class", "a device class", "Devices that are alike.", Blank,
    [
        new Key<DeviceSection, string>(new NameSpec(), d => d.Class, (d, value) => d with { Class = value })
        {
            Name = NameKey,
            Documentation = "The name of the class.",
            Example = "camera",
        },
        new Key<DeviceSection, int>(Values.Count(), d => d.Count, (d, value) => d with { Count = value })
        {
            Name = "count",
            Documentation = "How many devices.",
            Default = "1",
            Example = "100",
            InStarter = true,
        },
        new Key<DeviceSection, ComputeSpec>(ComputeSchema.Spec(catalogs), d => d.Compute, (d, value) => d with { Compute = value })
        {
            Name = "compute",
            Documentation = "The compute budget of each device.",
            Example = "raspberry-pi-4",
        },
        new Key<DeviceSection, ArrivalProcess>(arrivals, d => d.Arrivals, (d, value) => d with { Arrivals = value })
        {
            Name = "arrivals",
            Documentation = arrivals.Documentation,
            Example = "poisson 0.5/s",
        },
        new Key<DeviceSection, InputSection>(Inputs, d => d.Inputs, (d, value) => d with { Inputs = value })
        {
            Name = "inputs",
            Documentation = "Which pictures the requests carry.",
            Default = "{ set: test }",
            Example = "{ set: test, indices: [3, 2, 1] }",
        },
        new Key<DeviceSection, string>(new SplitSpec(), d => d.Split, (d, value) => d with { Split = value })
        {
            Name = SplitKey,
            Documentation = "The split point: the layer after which the activation leaves the device.",
            Example = "ReLU2",
        },
        new Key<DeviceSection, DefenseChain>(new DefenseSpec(catalogs.Defenses), d => d.Defense, (d, value) => d with { Defense = value })
        {
            Name = DefenseKey,
            Documentation = "What the device does to a message before it leaves (model/defenses.md): on the activation unless said otherwise, scales in the network's normalised units. Fewer or coarser numbers make the message shorter; nopeek, adversarial and shredder are learned before the run.",
            Default = "none",
            Example = "dropout 30 %",
        },
        new Key<DeviceSection, string>(new ReferenceSpec("a link", "links", names => names.Links), d => d.Uplink, (d, value) => d with { Uplink = value })
        {
            Name = "uplink",
            Documentation = "The access link of each device.",
            Example = "cell",
        },
    ]);
}
