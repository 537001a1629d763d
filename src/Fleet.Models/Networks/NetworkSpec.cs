using System.Globalization;
using Fleet.Models.Tensors;
using Fleet.Models.Text;

namespace Fleet.Models.Networks;

/// <summary>
/// A network as a table of named layers, each taking what the one before it gives. A layer may be a block with branches
/// inside; so every place where one tensor alone passes is the end of a row, and every row's name is a split point.
/// </summary>
/// <param name="Name">The name in scenario files.</param>
/// <param name="Input">The shape of one picture.</param>
/// <param name="Classes">The number of classes: the features that the last layer gives.</param>
/// <param name="Normalization">What is done to pictures in [0, 1] before the first layer.</param>
/// <param name="Layers">The layers from input to output. Their names differ.</param>
public sealed record NetworkSpec(
    string Name, TensorShape Input, int Classes, Normalization Normalization, IReadOnlyList<LayerSpec> Layers)
{
    /// <summary>Everything that decides what the network computes, apart from its weights, in a fixed format.</summary>
    public string Canonical =>
        string.Join('\n', [
            string.Create(CultureInfo.InvariantCulture, $"network {Name} input {Input} classes {Classes}"),
            $"mean {Numbers(Normalization.Mean)} deviation {Numbers(Normalization.StandardDeviation)}",
            .. Layers.Select(layer => layer.Canonical),
        ]);

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(' ', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Shape and cost of every layer, in their order.</summary>
    /// <exception cref="ArgumentException">A layer does not take what the one before it gives.</exception>
    public IReadOnlyList<LayerProfile> Profile()
    {
        var profiles = new LayerProfile[Layers.Count];
        TensorShape shape = Input;
        for (int i = 0; i < profiles.Length; i++)
        {
            LayerSpec layer = Layers[i];
            TensorShape output = layer.OutputShape(shape);
            profiles[i] = new LayerProfile(
                layer.Name, layer.Kind, output, layer.Parameters, layer.Flops(shape), WireFormat.Dense(output).Bytes);
            shape = output;
        }

        return profiles;
    }

    /// <summary>All layers, those inside a block behind it, in the order of the table.</summary>
    internal IReadOnlyList<LayerSpec> AllLayers => [.. Layers.SelectMany(Flatten)];

    /// <summary>
    /// The first batch normalisation that sees one value in each channel of a picture, so that a batch of one picture has no
    /// variance for it; null if there is none.
    /// </summary>
    public string? NormOfOneValue => NormIn(Layers, Input);

    /// <summary>How many layers there are with those inside blocks.</summary>
    internal static int CountAll(IEnumerable<LayerSpec> layers) => layers.Sum(layer => 1 + CountAll(layer.Parts));

    private static string? NormIn(IEnumerable<LayerSpec> chain, TensorShape shape)
    {
        foreach (LayerSpec layer in chain)
        {
            string? found = layer switch
            {
                BatchNorm when shape.IsFlat => layer.Name,
                ResidualBlock block => NormIn(block.Main, shape) ?? NormIn(block.Shortcut, shape),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }

            shape = layer.OutputShape(shape);
        }

        return null;
    }

    private static IEnumerable<LayerSpec> Flatten(LayerSpec layer) => [layer, .. layer.Parts.SelectMany(Flatten)];

    /// <summary>The position of a layer, or -1 if there is none of that name. Case counts.</summary>
    public int IndexOf(string layer)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            if (string.Equals(Layers[i].Name, layer, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Why a name is no split point of this network; null if it is one.</summary>
    /// <param name="layer">The name of a layer. Case counts.</param>
    /// <param name="nearest">The split point that was probably meant; null if none comes close.</param>
    /// <returns>A sentence for the user.</returns>
    public string? SplitProblem(string layer, out string? nearest)
    {
        nearest = null;
        if (IndexOf(layer) >= 0)
        {
            return null;
        }

        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Parts.SelectMany(Flatten).Any(inner => string.Equals(inner.Name, layer, StringComparison.Ordinal)))
            {
                nearest = Layers[i].Name;
                string before = i == 0 ? "" : $"{Layers[i - 1].Name}, before the block, or ";
                return $"'{layer}' is inside the residual block {nearest} of {Name}, where two tensors pass; the nearest split points are {before}{nearest}, after it.";
            }
        }

        IEnumerable<string> names = Layers.Select(l => l.Name);
        nearest = NearestName.Find(layer, names);
        return $"'{layer}' is not a layer of {Name}; expected {string.Join(", ", Layers.SkipLast(1).Select(l => l.Name))} or {Layers[^1].Name}.";
    }

    /// <summary>The position of a layer that must exist.</summary>
    /// <exception cref="ArgumentException">The network has no such layer, or it is inside a block.</exception>
    internal int Require(string layer)
    {
        int index = IndexOf(layer);
        return index >= 0 ? index : throw new ArgumentException(SplitProblem(layer, out _), nameof(layer));
    }

    /// <summary>How many rectifiers and other activation layers there are up to a layer, those inside blocks included.</summary>
    /// <exception cref="ArgumentException">The network has no such layer, or it is inside a block.</exception>
    internal int ActivationLayersUpTo(string layer)
    {
        return Layers.Take(Require(layer) + 1).Sum(Count);

        static int Count(LayerSpec layer) => layer switch
        {
            ActivationLayer => 1,
            ResidualBlock block => block.Parts.Sum(Count) + 1,
            _ => 0,
        };
    }
}
