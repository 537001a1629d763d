using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a user's own network: a chain of layers, each named, as a file of its own or in the scenario.</summary>
internal static class NetworkSchema
{
    /// <summary>More than any network has; keeps sizes and their products within 32 bits.</summary>
    private const int Most = 65_536;

    private const int MostPixels = 4_096;

    private static readonly Key<string> Name = new(new NameSpec())
    {
        Name = "name",
        Documentation = "The name in results; not that of a built-in network.",
        Example = "my-net",
    };

    private static readonly Key<TensorShape?> Input = new(new PictureShapeSpec(MostPixels))
    {
        Name = "input",
        Documentation = "The shape of a picture: channels (1 or 3), rows and columns.",
        Example = "1x28x28",
    };

    private static readonly Key<int> Classes = new(Values.Count(2, 256))
    {
        Name = "classes",
        Documentation = "The number of classes: the features that the last layer gives.",
        Example = "10",
    };

    private static readonly Key<IReadOnlyList<double>> Mean = new(new ListSpec<double>(
        new QuantitySpec<double>(QuantityKind.Number, new Limits(0, 1), Quantity.ToDouble), "number"))
    {
        Name = "mean",
        Documentation = "What is taken from each channel of a picture in [0, 1], channel by channel.",
        Otherwise = "0.5 for each channel",
        Example = "[0.485, 0.456, 0.406]",
    };

    private static readonly Key<IReadOnlyList<double>> Deviation = new(new ListSpec<double>(
        new QuantitySpec<double>(QuantityKind.Number, Limits.Positive, Quantity.ToDouble), "number"))
    {
        Name = "std",
        Documentation = "What each channel is then divided by.",
        Otherwise = "0.5 for each channel",
        Example = "[0.229, 0.224, 0.225]",
    };

    private static readonly Key<IReadOnlyList<LayerDraft?>> Layers = new(new ListSpec<LayerDraft>(LayerSchema.Spec, "layer", "name"))
    {
        Name = "layers",
        Documentation = "The layers from input to output. Their names are the split points.",
    };

    /// <summary>A network.</summary>
    public static MapSpec<NetworkSpec> Spec { get; } = new(
        new MapDeclaration(
            "Own network",
            "a network",
            "A chain of layers, in a file of its own (`network: my-net.yaml`, relative to the scenario) or in place. The sizes that come in follow from the layers before.",
            [Name, Input, Classes, Mean, Deviation, Layers]),
        Build);

    private static NetworkSpec? Build(MapValues v)
    {
        string? name = v.Get(Name);
        if (name is not null && NetworkCatalog.TryFind(name, out _))
        {
            v.Problem(Name, $"'{name}' is a built-in network; expected another name.");
        }

        if (v.Get(Input) is not { } input || name is null || v.Get(Classes) == 0 || v.Get(Layers) is not { Count: > 0 } drafts
            || drafts.Any(draft => draft is null))
        {
            return null;
        }

        Normalization normalization = new(Levels(v, Mean, input), Levels(v, Deviation, input));
        var layers = new List<LayerSpec>(drafts.Count);
        TensorShape shape = input;
        for (int i = 0; i < drafts.Count; i++)
        {
            LayerSpec layer = drafts[i]!.Make(shape);
            try
            {
                shape = layer.OutputShape(shape);
            }
            catch (ArgumentException problem)
            {
                // The layers know what they take; the parameter's name in the message means nothing here.
                AtLayer(v, i, problem.Message.Split(" (Parameter", 2)[0]);
                return null;
            }

            layers.Add(layer);
        }

        if (shape != new TensorShape(v.Get(Classes)))
        {
            AtLayer(v, drafts.Count - 1, $"The last layer gives {shape}; expected {v.Get(Classes)} features, one for each class.");
        }

        return new NetworkSpec(name, input, v.Get(Classes), normalization, layers);
    }

    private static void AtLayer(MapValues v, int index, string message)
    {
        ScenarioNode item = ((ListNode)v.Node(Layers)!).Items[index];
        v.Context.Key(Layers.Name).Item((item as MapNode)?.FindText("name") ?? $"{index}").Problem(item.At, message);
    }

    private static float[] Levels(MapValues v, Key<IReadOnlyList<double>> key, TensorShape input)
    {
        const float Middle = 0.5f;
        IReadOnlyList<double> given = v.Has(key) ? v.Get(key) ?? [] : [.. Enumerable.Repeat((double)Middle, input.Channels)];
        if (given.Count != input.Channels)
        {
            v.Problem(key, $"The list has {given.Count} numbers; expected {input.Channels}, one for each channel of {input}.");
        }

        return [.. given.Select(level => (float)level)];
    }
}

/// <summary>The shape of a picture: 1x28x28.</summary>
internal sealed class PictureShapeSpec(int mostPixels) : ScalarSpec<TensorShape?>
{
    /// <inheritdoc/>
    public override string Form => "CHANNELSxROWSxCOLUMNS";

    /// <inheritdoc/>
    public override string Expected => $"channels (1 or 3), rows and columns (1 to {mostPixels}), such as 1x28x28 or 3x32x32";

    /// <inheritdoc/>
    public override System.Text.Json.Nodes.JsonObject JsonSchema() => new() { ["type"] = "string", ["pattern"] = "^[13]x[0-9]+x[0-9]+$" };

    /// <inheritdoc/>
    protected override TensorShape? ReadText(ScalarNode node, ReadContext context)
    {
        int[] sizes = [.. node.Text.Split('x').Select(part => int.TryParse(part, System.Globalization.NumberStyles.None, null, out int size) ? size : 0)];
        bool valid = sizes is [1 or 3, >= 1, >= 1] && sizes[1] <= mostPixels && sizes[2] <= mostPixels;
        return valid ? new TensorShape(sizes[0], sizes[1], sizes[2]) : Unexpected(node, context, Expected);
    }
}
