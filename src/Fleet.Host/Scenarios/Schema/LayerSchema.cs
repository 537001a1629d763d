using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of one layer of a user's own network.</summary>
internal static class LayerSchema
{
    private const int MostFeatures = 65_536;
    private const int MostKernel = 63;

    private static readonly Key<string> Name = new(new NameSpec())
    {
        Name = "name",
        Documentation = "The name of the layer: the split point after it, and the name of its weights (`conv1.weight`).",
        Example = "conv1",
    };

    private static readonly Key<string> Kind = new(new ChoiceSpec<string>("a kind of layer", [.. LayerDraft.Kinds.Keys.Select(kind => (kind, kind))]))
    {
        Name = "kind",
        Documentation = "What the layer computes. `convolution`: two-dimensional, with zero padding. `linear`: fully connected, over all elements. `maxpool`, `avgpool`: over windows that do not overlap. `batchnorm`: batch normalisation. `relu`, `sigmoid`, `tanh`: element by element.",
        Example = "convolution",
    };

    private static readonly Key<int> Out = new(Values.Count(1, MostFeatures))
    {
        Name = "out",
        Documentation = "Filters of a convolution, features of a linear layer; both need it.",
        Otherwise = "not for other kinds",
        Example = "8",
    };

    private static readonly Key<int> Kernel = new(Values.Count(1, MostKernel))
    {
        Name = "kernel",
        Documentation = "Rows and columns of a convolution's filters, which need it.",
        Otherwise = "not for other kinds",
        Example = "3",
    };

    private static readonly Key<int> Padding = new(Values.Count(0, MostKernel))
    {
        Name = "padding",
        Documentation = "Rows and columns of zeros on each side of a convolution.",
        Otherwise = "0",
        Example = "1",
    };

    private static readonly Key<int> Stride = new(Values.Count(1, MostKernel))
    {
        Name = "stride",
        Documentation = "Rows and columns from one place of a convolution's filter to the next.",
        Otherwise = "1",
        Example = "2",
    };

    private static readonly Key<bool> Bias = new(new ChoiceSpec<bool>("a choice", [("true", true), ("false", false)]))
    {
        Name = "bias",
        Documentation = "Whether a convolution or a linear layer adds a number for each filter or feature.",
        Otherwise = "true",
        Example = "false",
    };

    private static readonly Key<int> Window = new(Values.Count(1, MostKernel))
    {
        Name = "window",
        Documentation = "Rows and columns of a pooling's windows.",
        Otherwise = "2",
        Example = "2",
    };

    private static readonly Key[] Optional = [Out, Kernel, Padding, Stride, Bias, Window];

    /// <summary>A layer.</summary>
    public static MapSpec<LayerDraft> Spec { get; } = new(
        new MapDeclaration("Layer", "a layer", "One layer of an own network.", [Name, Kind, .. Optional]),
        Build);

    private static LayerDraft? Build(MapValues v)
    {
        if (v.Get(Kind) is not { } kind)
        {
            return null;
        }

        string[] used = LayerDraft.Kinds[kind];
        foreach (Key key in Optional.Where(key => v.Has(key) && !used.Contains(key.Name)))
        {
            string expected = used.Length == 0 ? "name and kind alone" : JsonForms.Listed(used);
            v.Problem(key, $"A {kind} has no {key.Name}; expected {expected}.");
        }

        foreach (Key key in Optional.Where(key => !v.Has(key) && key.Name is "out" or "kernel" && !v.Has(key) && used.Contains(key.Name)))
        {
            v.Problem(Kind, $"A {kind} needs the key '{key.Name}', such as `{key.Name}: {key.Example}`.");
        }

        bool usable = v.AreSound([Name, .. Optional]) && used.All(name => name is not ("out" or "kernel") || v.Has(Optional.First(key => key.Name == name)));
        return !usable ? null : new LayerDraft(
            v.Get(Name)!, kind, v.Get(Out), v.Get(Kernel), v.Get(Padding),
            v.Has(Stride) ? v.Get(Stride) : 1, !v.Has(Bias) || v.Get(Bias), v.Has(Window) ? v.Get(Window) : 2);
    }
}

/// <summary>A layer as it is written: what comes in follows from the layers before it.</summary>
internal sealed record LayerDraft(
    string Name, string Kind, int Out, int Kernel, int Padding, int Stride, bool Bias, int Window)
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
        "convolution" => new Convolution(Name, input.Channels, Out, Kernel, Padding, Stride, Bias),
        "linear" => new Linear(Name, input.Elements, Out, Bias),
        "maxpool" => new MaxPool(Name, Window),
        "avgpool" => new AveragePool(Name, Window),
        "batchnorm" => new BatchNorm(Name, input.Channels),
        "relu" => new Relu(Name),
        "sigmoid" => new Sigmoid(Name),
        "tanh" => new Tanh(Name),
        _ => throw new InvalidOperationException($"The kind {Kind} is listed, but not made."),
    };
}
