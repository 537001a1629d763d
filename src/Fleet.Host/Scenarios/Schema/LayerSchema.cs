using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of one layer of a user's own network.</summary>
internal static class LayerSchema
{
    private const int MostFeatures = 65_536;
    private const int MostKernel = 63;

    private static readonly Key<LayerDraft, string> Name = new(new NameSpec(), l => l.Name, (l, value) => l with { Name = value })
    {
        Name = "name",
        Documentation = "The name of the layer: the split point after it, and the name of its weights (`conv1.weight`).",
        Example = "conv1",
    };

    private static readonly Key<LayerDraft, string> Kind = new(new ChoiceSpec<string>("a kind of layer", [.. LayerDraft.Kinds.Keys.Select(kind => (kind, kind))]), l => l.Kind, (l, value) => l with { Kind = value })
    {
        Name = "kind",
        Documentation = "What the layer computes. `convolution`: two-dimensional, with zero padding. `linear`: fully connected, over all elements. `maxpool`, `avgpool`: over windows that do not overlap. `batchnorm`: batch normalisation. `relu`, `sigmoid`, `tanh`: element by element.",
        Example = "convolution",
    };

    private static readonly Key<LayerDraft, int?> Out = new(Values.OptionalCount(1, MostFeatures), l => l.Out, (l, value) => l with { Out = value })
    {
        Name = "out",
        Documentation = "Filters of a convolution, features of a linear layer; both need it.",
        Otherwise = "not for other kinds",
        Example = "8",
    };

    private static readonly Key<LayerDraft, int?> Kernel = new(Values.OptionalCount(1, MostKernel), l => l.Kernel, (l, value) => l with { Kernel = value })
    {
        Name = "kernel",
        Documentation = "Rows and columns of a convolution's filters, which need it.",
        Otherwise = "not for other kinds",
        Example = "3",
    };

    private static readonly Key<LayerDraft, int?> Padding = new(Values.OptionalCount(0, MostKernel), l => l.Padding, (l, value) => l with { Padding = value })
    {
        Name = "padding",
        Documentation = "Rows and columns of zeros on each side of a convolution.",
        Otherwise = "0",
        Example = "1",
    };

    private static readonly Key<LayerDraft, int?> Stride = new(Values.OptionalCount(1, MostKernel), l => l.Stride, (l, value) => l with { Stride = value })
    {
        Name = "stride",
        Documentation = "Rows and columns from one place of a convolution's filter to the next.",
        Otherwise = "1",
        Example = "2",
    };

    private static readonly Key<LayerDraft, bool?> Bias = new(new ChoiceSpec<bool?>("a choice", [("true", true), ("false", false)], value => value), l => l.Bias, (l, value) => l with { Bias = value })
    {
        Name = "bias",
        Documentation = "Whether a convolution or a linear layer adds a number for each filter or feature.",
        Otherwise = "true",
        Example = "false",
    };

    private static readonly Key<LayerDraft, int?> Window = new(Values.OptionalCount(1, MostKernel), l => l.Window, (l, value) => l with { Window = value })
    {
        Name = "window",
        Documentation = "Rows and columns of a pooling's windows.",
        Otherwise = "2",
        Example = "2",
    };

    private static readonly Key<LayerDraft>[] Optional = [Out, Kernel, Padding, Stride, Bias, Window];

    /// <summary>A layer.</summary>
    public static MapSpec<LayerDraft> Spec { get; } = new("Layer", "a layer", "One layer of an own network.", new LayerDraft("", ""), [Name, Kind, .. Optional], Check);

    private static LayerDraft? Check(MapValues v, LayerDraft layer)
    {
        if (v.Get(Kind) is not { } kind)
        {
            return null;
        }

        string[] used = LayerDraft.Kinds[kind];
        foreach (Key key in Optional.Where(key => v.Has(key) && !used.Contains(key.Name)))
        {
            string expected = used.Length == 0 ? "name and kind alone" : UserText.Choice(used);
            v.Problem(key, $"A {kind} has no {key.Name}; expected {expected}.");
        }

        foreach (Key key in ((Key[])[Out, Kernel]).Where(key => !v.Has(key) && used.Contains(key.Name)))
        {
            v.Problem(Kind, $"A {kind} needs the key '{key.Name}', such as `{key.Name}: {key.Example}`.");
        }

        return layer;
    }
}

/// <summary>A layer as it is written: what comes in follows from the layers before it.</summary>
internal sealed record LayerDraft(
    string Name, string Kind, int? Out = null, int? Kernel = null, int? Padding = null, int? Stride = null, bool? Bias = null, int? Window = null)
{
    /// <summary>The kinds with the keys that each takes beside name and kind.</summary>
    public static IReadOnlyDictionary<string, string[]> Kinds { get; } = new OrderedDictionary<string, string[]>
    {
        ["convolution"] = ["out", "kernel", "padding", "stride", "bias"],
        ["linear"] = ["out", "bias"],
        ["maxpool"] = ["window"],
        ["avgpool"] = ["window"],
        ["batchnorm"] = [],
        ["relu"] = [],
        ["sigmoid"] = [],
        ["tanh"] = [],
    };

    /// <summary>The layer, for the shape that comes in.</summary>
    public LayerSpec Make(TensorShape input) => Kind switch
    {
        "convolution" => new Convolution(Name, input.Channels, Out!.Value, Kernel!.Value, Padding ?? 0, Stride ?? 1, Bias ?? true),
        "linear" => new Linear(Name, input.Elements, Out!.Value, Bias ?? true),
        "maxpool" => new MaxPool(Name, Window ?? 2),
        "avgpool" => new AveragePool(Name, Window ?? 2),
        "batchnorm" => new BatchNorm(Name, input.Channels),
        "relu" => new Relu(Name),
        "sigmoid" => new Sigmoid(Name),
        "tanh" => new Tanh(Name),
        _ => throw new InvalidOperationException($"The kind {Kind} is listed, but not made."),
    };

    /// <summary>What makes a layer.</summary>
    public static LayerDraft Of(LayerSpec layer) => layer switch
    {
        Convolution c => new LayerDraft(c.Name, c.Kind, c.OutChannels, c.Kernel, c.Padding, c.Stride, c.Bias),
        Linear linear => new LayerDraft(linear.Name, linear.Kind, linear.Out, Bias: linear.Bias),
        PoolingLayer pool => new LayerDraft(pool.Name, pool.Kind, Window: pool.Window),
        _ => new LayerDraft(layer.Name, layer.Kind),
    };
}
