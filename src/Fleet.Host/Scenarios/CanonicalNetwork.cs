using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios;

/// <summary>
/// The one form of a network in a resolved scenario: the name of a built-in one; of an own one all its layers, so that the
/// text stays what it is when the network's file changes.
/// </summary>
internal static class CanonicalNetwork
{
    /// <summary>The network as a value that the reader takes.</summary>
    public static JsonNode ToNode(NetworkSpec network) => NetworkCatalog.TryFind(network.Name, out _)
        ? JsonValue.Create(network.Name)
        : new JsonObject
        {
            ["name"] = network.Name,
            ["input"] = string.Create(CultureInfo.InvariantCulture, $"{network.Input.Channels}x{network.Input.Height}x{network.Input.Width}"),
            ["classes"] = network.Classes,
            ["mean"] = Numbers(network.Normalization.Mean),
            ["std"] = Numbers(network.Normalization.StandardDeviation),
            ["layers"] = new JsonArray([.. network.Layers.Select(Layer)]),
        };

    private static JsonArray Numbers(IReadOnlyList<float> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static JsonObject Layer(LayerSpec layer)
    {
        var node = new JsonObject { ["name"] = layer.Name, ["kind"] = layer.Kind };
        switch (layer)
        {
            case Convolution convolution:
                node["out"] = convolution.OutChannels;
                node["kernel"] = convolution.Kernel;
                node["padding"] = convolution.Padding;
                node["stride"] = convolution.Stride;
                node["bias"] = convolution.Bias;
                break;
            case Linear linear:
                node["out"] = linear.Out;
                node["bias"] = linear.Bias;
                break;
            case PoolingLayer pool:
                node["window"] = pool.Window;
                break;
            default:
                break; // the other kinds have no keys of their own
        }

        return node;
    }
}
