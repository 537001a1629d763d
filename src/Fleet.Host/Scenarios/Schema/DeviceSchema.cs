using Fleet.Actors.Shell;
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

    private static readonly Key<string> Set = new(new ChoiceSpec<string>("a part of the data", [(DatasetCatalog.Test, DatasetCatalog.Test)]))
    {
        Name = "set",
        Documentation = "The part of the data that the pictures come from.",
        Default = DatasetCatalog.Test,
        Example = DatasetCatalog.Test,
    };

    private static readonly Key<IReadOnlyList<int>> Indices = new(new ListSpec<int>(new PictureSpec(), "position"))
    {
        Name = "indices",
        Documentation = "Positions of pictures in that part, from 0, used in turn over the requests of the class: request k of the i-th of n devices carries number k n + i of the list.",
        Otherwise = "each device draws from the whole part",
        Example = "[3, 2, 1]",
    };

    private static readonly Key<string> Class = new(new NameSpec())
    {
        Name = NameKey,
        Documentation = "The name of the class.",
        Example = "camera",
    };

    private static readonly Key<int> Count = new(Values.Count())
    {
        Name = "count",
        Documentation = "How many devices.",
        Default = "1",
        Example = "100",
        InStarter = true,
    };

    private static readonly Key<ComputeSpec> Compute = new(ComputeSchema.Spec)
    {
        Name = "compute",
        Documentation = "The compute budget of each device.",
        Example = "raspberry-pi-4",
    };

    private static readonly ArrivalsSpec ArrivalForms = new(ArrivalCatalog.BuiltIn);

    private static readonly Key<ArrivalProcess> Arrivals = new(ArrivalForms)
    {
        Name = "arrivals",
        Documentation = ArrivalForms.Documentation,
        Example = "poisson 0.5/s",
    };

    private static readonly Key<InputSection> Inputs = new(new MapSpec<InputSection>(
        new MapDeclaration("Inputs", "the inputs", "Which pictures the requests of a class carry.", [Set, Indices]),
        v => new InputSection(v.Get(Set)!, v.Get(Indices))))
    {
        Name = "inputs",
        Documentation = "Which pictures the requests carry.",
        Default = "{ set: test }",
        Example = "{ set: test, indices: [3, 2, 1] }",
    };

    private static readonly Key<string> Split = new(new SplitSpec())
    {
        Name = SplitKey,
        Documentation = "The split point: the layer after which the activation leaves the device.",
        Example = "ReLU2",
    };

    private static readonly Key<DefenseChain> Defense = new(new DefenseSpec())
    {
        Name = DefenseKey,
        Documentation = "What the device does to a message before it leaves (model/defenses.md): on the activation unless said otherwise, scales in the network's normalised units. Fewer or coarser numbers make the message shorter; nopeek, adversarial and shredder are learned before the run.",
        Default = "none",
        Example = "dropout 30 %",
    };

    private static readonly Key<string> Uplink = new(new ReferenceSpec("a link", "links", names => names.Links))
    {
        Name = "uplink",
        Documentation = "The access link of each device.",
        Example = "cell",
    };

    /// <summary>An item of the section <c>devices</c>.</summary>
    public static MapSpec<DeviceSection> Spec { get; } = new(
        new MapDeclaration("Device class", "a device class", "Devices that are alike.", [Class, Count, Compute, Arrivals, Inputs, Split, Defense, Uplink]),
        v => new DeviceSection
        {
            Class = v.Get(Class)!,
            Count = v.Get(Count),
            Compute = v.Get(Compute)!,
            Arrivals = v.Get(Arrivals)!,
            Inputs = v.Get(Inputs)!,
            Split = v.Get(Split)!,
            Defense = v.Get(Defense)!,
            Uplink = v.Get(Uplink)!,
        });
}
