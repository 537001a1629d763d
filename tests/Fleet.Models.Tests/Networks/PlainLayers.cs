using Fleet.Models.Networks;

namespace Fleet.Models.Tests.Networks;

/// <summary>Layers as plain loops in double precision: what the tensor operations are checked against.</summary>
internal static class PlainLayers
{
    public static double[] Apply(LayerSpec layer, double[] x, TensorShape shape, float[]? weight, float[]? bias) => layer switch
    {
        Convolution c => Convolve(c, x, shape, weight!, bias!),
        Relu => [.. x.Select(value => Math.Max(value, 0))],
        MaxPool p => Pool(p, x, shape),
        Linear l => [.. Enumerable.Range(0, l.Out).Select(o => bias![o] + Enumerable.Range(0, l.In).Sum(i => x[i] * weight![(o * l.In) + i]))],
        _ => throw new NotSupportedException(layer.Kind),
    };

    private static double[] Convolve(Convolution layer, double[] x, TensorShape shape, float[] weight, float[] bias)
    {
        TensorShape output = layer.OutputShape(shape);
        return Fill(output, (channel, row, column) =>
        {
            double sum = bias[channel];
            for (int i = 0; i < shape.Channels; i++)
            {
                for (int v = 0; v < layer.Kernel; v++)
                {
                    for (int u = 0; u < layer.Kernel; u++)
                    {
                        sum += x[(((i * shape.Height) + row + v) * shape.Width) + column + u]
                            * weight[(((((channel * shape.Channels) + i) * layer.Kernel) + v) * layer.Kernel) + u];
                    }
                }
            }

            return sum;
        });
    }

    private static double[] Pool(MaxPool layer, double[] x, TensorShape shape) =>
        Fill(layer.OutputShape(shape), (channel, row, column) => Enumerable.Range(0, layer.Window * layer.Window).Max(i =>
            x[(((channel * shape.Height) + (row * layer.Window) + (i / layer.Window)) * shape.Width) + (column * layer.Window) + (i % layer.Window)]));

    private static double[] Fill(TensorShape shape, Func<int, int, int, double> value)
    {
        int plane = shape.Height * shape.Width;
        return [.. Enumerable.Range(0, shape.Elements).Select(i => value(i / plane, i % plane / shape.Width, i % shape.Width))];
    }
}
