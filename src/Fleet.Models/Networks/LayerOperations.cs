using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Networks;

/// <summary>What the layers of a table compute, on batches.</summary>
internal static class LayerOperations
{
    /// <summary>
    /// Applies the layers from <paramref name="first"/> up to, but without, <paramref name="end"/>. The result belongs
    /// to the caller's dispose scope; intermediate tensors are released.
    /// </summary>
    /// <param name="network">The table.</param>
    /// <param name="weights">The weights of <see cref="NetworkSpec.AllLayers"/>; null where a layer has none.</param>
    /// <param name="input">What the first of the layers takes, with the batch in front.</param>
    /// <param name="first">The position of the first layer to apply.</param>
    /// <param name="end">The position after the last layer to apply.</param>
    /// <param name="training">Whether batch normalisation uses the statistics of the batch and counts them.</param>
    public static Tensor Apply(
        NetworkSpec network, IReadOnlyList<LayerWeights?> weights, Tensor input, int first, int end, bool training = false)
    {
        using var scope = NewDisposeScope();
        Tensor x = first == end ? input.alias() : input;
        int at = NetworkSpec.CountAll(network.Layers.Take(first));
        for (int i = first; i < end; i++)
        {
            x = Apply(network.Layers[i], weights, at, x, training);
            at += NetworkSpec.CountAll([network.Layers[i]]);
        }

        return x.MoveToOuterDisposeScope();
    }

    private static Tensor Apply(LayerSpec layer, IReadOnlyList<LayerWeights?> weights, int at, Tensor x, bool training) =>
        (layer, weights[at]) switch
        {
            (Convolution c, { } w) => F.conv2d(x, w.Weight, w.Bias, strides: [c.Stride, c.Stride], padding: [c.Padding, c.Padding]),
            (Relu, _) => F.relu(x),
            (Sigmoid, _) => sigmoid(x),
            (Tanh, _) => tanh(x),
            (MaxPool p, _) => F.max_pool2d(x, [p.Window, p.Window]),
            (AveragePool p, _) => F.avg_pool2d(x, [p.Window, p.Window]),
            (Linear, { } w) => F.linear(x.dim() > 2 ? x.flatten(1) : x, w.Weight, w.Bias),
            (BatchNorm, { } w) => F.batch_norm(
                x, w.RunningMean!, w.RunningVariance!, w.Weight, w.Bias, training, BatchNorm.Momentum, BatchNorm.Epsilon),
            (ResidualBlock b, _) => Residual(b, weights, at, x, training),
            (var other, _) => throw new NotSupportedException($"Layer {other.Name} of kind {other.Kind} has no tensor operation."),
        };

    private static Tensor Residual(ResidualBlock block, IReadOnlyList<LayerWeights?> weights, int at, Tensor x, bool training)
    {
        int main = at + 1;
        int shortcut = main + NetworkSpec.CountAll(block.Main);
        return F.relu(Chain(block.Main, main) + Chain(block.Shortcut, shortcut));

        Tensor Chain(IReadOnlyList<LayerSpec> layers, int next)
        {
            Tensor y = x;
            foreach (LayerSpec layer in layers)
            {
                y = Apply(layer, weights, next, y, training);
                next += NetworkSpec.CountAll([layer]);
            }

            return y;
        }
    }
}
