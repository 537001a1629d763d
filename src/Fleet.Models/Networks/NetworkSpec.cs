using Fleet.Models.Costs;

namespace Fleet.Models.Networks;

/// <summary>A network as a table of named layers, each taking what the one before it gives.</summary>
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
            $"network {Name} input {Input} classes {Classes}",
            $"mean {string.Join(' ', Normalization.Mean)} deviation {string.Join(' ', Normalization.StandardDeviation)}",
            .. Layers.Select(layer => layer.Canonical),
        ]);

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
                layer.Name, layer.Kind, output, layer.Parameters, layer.Flops(shape), MessageFormat.Bytes(output));
            shape = output;
        }

        return profiles;
    }

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

    /// <summary>The position of a layer that must exist.</summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    internal int Require(string layer)
    {
        int index = IndexOf(layer);
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"Network {Name} has no layer {layer}; it has {string.Join(", ", Layers.Select(l => l.Name))}.", nameof(layer));
    }
}
