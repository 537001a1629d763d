using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Host.Terminal;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a user's own network: a chain of layers, each named, as a file of its own or in the scenario.</summary>
internal static class NetworkSchema
{
    /// <summary>More than any network has; keeps sizes and their products within 32 bits.</summary>
    private const int Most = 65_536;

    private const int MostPixels = 4_096;

    private const int MostLayers = 1_000;

    /// <summary>Elements of one picture or activation: 400 MB in float32.</summary>
    private const long MostElements = 100_000_000;

    /// <summary>Weights of all layers: 4 GB in float32. With the bounds above it also keeps operations within 64 bits.</summary>
    private const long MostWeights = 1_000_000_000;

    private static readonly Key<NetworkDraft, string> Name = new(new NameSpec(), n => n.Name, (n, value) => n with { Name = value })
    {
        Name = "name",
        Documentation = "The name in results; not that of a built-in network.",
        Example = "my-net",
    };

    private static readonly Key<NetworkDraft, TensorShape?> Input = new(new PictureShapeSpec(MostPixels), n => n.Input, (n, value) => n with { Input = value })
    {
        Name = "input",
        Documentation = "The shape of a picture: channels (1 or 3), rows and columns.",
        Example = "1x28x28",
    };

    private static readonly Key<NetworkDraft, int> Classes = new(Values.Count(2, 256), n => n.Classes, (n, value) => n with { Classes = value })
    {
        Name = "classes",
        Documentation = "The number of classes: the features that the last layer gives.",
        Example = "10",
    };

    private static readonly Key<NetworkDraft, IReadOnlyList<float>> Mean = new(Levels(new Limits(0, 1)), n => n.Mean, (n, value) => n with { Mean = value })
    {
        Name = "mean",
        Documentation = "What is taken from each channel of a picture in [0, 1], channel by channel.",
        Otherwise = "0.5 for each channel",
        Example = "[0.485, 0.456, 0.406]",
    };

    private static readonly Key<NetworkDraft, IReadOnlyList<float>> Deviation = new(Levels(Limits.Positive), n => n.Deviation, (n, value) => n with { Deviation = value })
    {
        Name = "std",
        Documentation = "What each channel is then divided by.",
        Otherwise = "0.5 for each channel",
        Example = "[0.229, 0.224, 0.225]",
    };

    private static readonly Key<NetworkDraft, IReadOnlyList<LayerDraft>> Layers = new(
        new ListSpec<LayerDraft>(LayerSchema.Spec, "layer", "name"), n => n.Layers, (n, value) => n with { Layers = value })
    {
        Name = "layers",
        Documentation = "The layers from input to output. Their names are the split points.",
    };

    private static readonly Key<NetworkDraft>[] Keys = [Name, Input, Classes, Mean, Deviation, Layers];

    /// <summary>A network.</summary>
    public static MapSpec<NetworkDraft, NetworkSpec> Spec { get; } = new(
        new MapDeclaration(
            "Own network",
            "a network",
            "A chain of layers, in a file of its own (`network: my-net.yaml`, relative to the scenario) or in place. The sizes that come in follow from the layers before. A network has at most 1,000 layers and 1,000,000,000 weights, and no activation more than 100,000,000 elements.",
            Keys),
        Keys,
        new NetworkDraft(),
        Make,
        network => new NetworkDraft(
            network.Name, network.Input, network.Classes, network.Normalization.Mean, network.Normalization.StandardDeviation, [.. network.Layers.Select(LayerDraft.Of)]));

    private static NetworkSpec? Make(MapValues v, NetworkDraft draft)
    {
        if (NetworkCatalog.TryFind(draft.Name, out _))
        {
            v.Problem(Name, $"'{draft.Name}' is a built-in network; expected another name.");
        }

        if (!v.AreSound(Name, Input, Classes, Mean, Deviation, Layers) || draft is not { Input: { } input, Layers: { Count: > 0 } drafts })
        {
            return null;
        }

        if (drafts.Count > MostLayers)
        {
            v.Problem(Layers, string.Create(CultureInfo.InvariantCulture, $"The network has {drafts.Count:#,0} layers; expected at most {MostLayers:#,0}."));
            return null;
        }

        Normalization normalization = new(OfChannels(v, Mean, draft.Mean, input), OfChannels(v, Deviation, draft.Deviation, input));
        if (Chain(v, drafts, input) is not { } layers)
        {
            return null;
        }

        TensorShape output = layers[^1].Output;
        if (output != new TensorShape(draft.Classes))
        {
            AtLayer(v, drafts.Count - 1, string.Create(CultureInfo.InvariantCulture, $"The last layer gives {output}; expected {draft.Classes} features, one for each class."));
        }

        return new NetworkSpec(draft.Name, input, draft.Classes, normalization, [.. layers.Select(layer => layer.Layer)]);
    }

    /// <summary>The layers with what each gives; null and a problem at the first that cannot be.</summary>
    private static List<(LayerSpec Layer, TensorShape Output)>? Chain(MapValues v, IReadOnlyList<LayerDraft> drafts, TensorShape input)
    {
        var layers = new List<(LayerSpec Layer, TensorShape Output)>(drafts.Count);
        long weights = 0;
        for (int i = 0; i < drafts.Count; i++)
        {
            TensorShape shape = i == 0 ? input : layers[^1].Output;
            LayerSpec layer = drafts[i].Make(shape);
            string? problem = Problem(layer, shape, ref weights, out TensorShape output);
            if (problem is not null)
            {
                AtLayer(v, i, problem);
                return null;
            }

            layers.Add((layer, output));
        }

        return layers;
    }

    private static string? Problem(LayerSpec layer, TensorShape shape, ref long weights, out TensorShape output)
    {
        output = default;
        try
        {
            output = layer.OutputShape(shape);
        }
        catch (ArgumentException problem)
        {
            // The layers know what they take.
            return PlainWords.Of(problem);
        }

        long elements = (long)output.Channels * output.Height * output.Width;
        weights += layer.Parameters;
        return elements > MostElements ? string.Create(CultureInfo.InvariantCulture, $"Layer {layer.Name} gives {output}, which are {elements:#,0} elements; expected at most {MostElements:#,0}.")
            : weights > MostWeights ? string.Create(CultureInfo.InvariantCulture, $"With layer {layer.Name} the network has {weights:#,0} weights; expected at most {MostWeights:#,0}.")
            : null;
    }

    private static void AtLayer(MapValues v, int index, string message)
    {
        ScenarioNode item = ((ListNode)v.Node(Layers)!).Items[index];
        v.Context.Below(Layers.Name).Item((item as MapNode)?.FindText("name") ?? string.Create(CultureInfo.InvariantCulture, $"{index}")).Problem(item.At, message);
    }

    private static ListSpec<float> Levels(Limits limits) =>
        new(new QuantitySpec<float>(QuantityKind.Number, limits, value => (float)Quantity.ToDouble(value), value => value), "number");

    private static IReadOnlyList<float> OfChannels(MapValues v, Key key, IReadOnlyList<float>? given, TensorShape input)
    {
        const float Middle = 0.5f;
        if (given is not null && given.Count != input.Channels)
        {
            v.Problem(key, string.Create(CultureInfo.InvariantCulture, $"The list has {given.Count} numbers; expected {input.Channels}, one for each channel of {input}."));
        }

        return given ?? [.. Enumerable.Repeat(Middle, input.Channels)];
    }
}

/// <summary>A network as it is written.</summary>
internal sealed record NetworkDraft(
    string Name = "", TensorShape? Input = null, int Classes = 0, IReadOnlyList<float>? Mean = null, IReadOnlyList<float>? Deviation = null, IReadOnlyList<LayerDraft>? Layers = null);

/// <summary>The shape of a picture: 1x28x28.</summary>
internal sealed class PictureShapeSpec(int mostPixels) : ScalarSpec<TensorShape?>
{
    public override string Form => "CHANNELSxROWSxCOLUMNS";

    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"channels (1 or 3), rows and columns (1 to {mostPixels}), such as 1x28x28 or 3x32x32");

    public override JsonObject JsonSchema() => new() { ["type"] = "string", ["pattern"] = "^[13]x[0-9]+x[0-9]+$" };

    public override JsonNode? Write(TensorShape? value) =>
        value is { } shape ? string.Create(CultureInfo.InvariantCulture, $"{shape.Channels}x{shape.Height}x{shape.Width}") : null;

    protected override TensorShape? ReadText(ScalarNode node, ReadContext context)
    {
        int[] sizes = [.. node.Text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        bool valid = sizes is [1 or 3, >= 1, >= 1] && sizes[1] <= mostPixels && sizes[2] <= mostPixels;
        return valid ? new TensorShape(sizes[0], sizes[1], sizes[2]) : Unexpected(node, context, Expected);
    }
}
