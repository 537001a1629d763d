using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Networks;

/// <summary>Layers as plain loops in double precision: what the tensor operations are checked against.</summary>
internal static class PlainLayers
{
    public static double[] Apply(LayerSpec layer, double[] x, TensorShape shape, float[]? weight, float[]? bias) => layer switch
    {
        Convolution c => Convolve(c, x, shape, weight!, bias),
        Relu => [.. x.Select(value => Math.Max(value, 0))],
        MaxPool p => Pool(p, x, shape, values => values.Max()),
        Sigmoid => [.. x.Select(value => 1 / (1 + Math.Exp(-value)))],
        Tanh => [.. x.Select(Math.Tanh)],
        AveragePool p => [.. Pool(p, x, shape, values => values.Average())],
        Linear l => [.. Enumerable.Range(0, l.Out).Select(o => (bias?[o] ?? 0) + Enumerable.Range(0, l.In).Sum(i => x[i] * weight![(o * l.In) + i]))],
        _ => throw new NotSupportedException(layer.Kind),
    };

    private static double[] Convolve(Convolution layer, double[] x, TensorShape shape, float[] weight, float[]? bias)
    {
        TensorShape output = layer.OutputShape(shape);
        return Fill(output, (channel, row, column) =>
        {
            double sum = bias?[channel] ?? 0;
            for (int i = 0; i < shape.Channels; i++)
            {
                for (int v = 0; v < layer.Kernel; v++)
                {
                    for (int u = 0; u < layer.Kernel; u++)
                    {
                        int y = (row * layer.Stride) + v - layer.Padding;
                        int z = (column * layer.Stride) + u - layer.Padding;
                        sum += y < 0 || z < 0 || y >= shape.Height || z >= shape.Width ? 0 : x[(((i * shape.Height) + y) * shape.Width) + z]
                            * weight[(((((channel * shape.Channels) + i) * layer.Kernel) + v) * layer.Kernel) + u];
                    }
                }
            }

            return sum;
        });
    }

    /// <summary>Batch normalisation with fixed statistics.</summary>
    public static double[] Normalise(double[] x, TensorShape shape, float[] scale, float[] shift, float[] mean, float[] variance) =>
    [
        .. x.Select((value, i) => i / (shape.Height * shape.Width)).Select((channel, i) =>
            ((x[i] - mean[channel]) / Math.Sqrt(variance[channel] + 1e-5) * scale[channel]) + shift[channel]),
    ];

    private static double[] Pool(PoolingLayer layer, double[] x, TensorShape shape, Func<IEnumerable<double>, double> summary) =>
        Fill(layer.OutputShape(shape), (channel, row, column) => summary(Enumerable.Range(0, layer.Window * layer.Window).Select(i =>
            x[(((channel * shape.Height) + (row * layer.Window) + (i / layer.Window)) * shape.Width) + (column * layer.Window) + (i % layer.Window)])));

    private static double[] Fill(TensorShape shape, Func<int, int, int, double> value)
    {
        int plane = shape.Height * shape.Width;
        return [.. Enumerable.Range(0, shape.Elements).Select(i => value(i / plane, i % plane / shape.Width, i % shape.Width))];
    }
}
