using Fleet.Models.Data;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Networks;

/// <summary>Pictures on their way into a network and out of an attack.</summary>
internal static class PictureTensor
{
    private const float MaxPixel = byte.MaxValue;

    /// <summary>Some pictures of a set, normalised for a network: a tensor of (count, channels, height, width).</summary>
    /// <exception cref="ArgumentException">The network takes pictures of another shape.</exception>
    public static Tensor Load(Dataset data, ReadOnlySpan<int> indices, NetworkSpec network, Device on) => data.Shape == network.Input
        ? Load(data, indices, network.Normalization, on)
        : throw new ArgumentException($"Network {network.Name} takes pictures of {network.Input}; those of {data.Name} are {data.Shape}.", nameof(data));

    /// <summary>Some pictures of a set, normalised: a tensor of (count, channels, height, width).</summary>
    /// <exception cref="ArgumentException">The set's pictures have another shape than the format's.</exception>
    public static Tensor Load(Dataset data, ReadOnlySpan<int> indices, PictureFormat format, Device on) => data.Shape == format.Shape
        ? Load(data, indices, format.Normalization, on)
        : throw new ArgumentException($"The attacked pictures are {format.Shape}; those of {data.Name} are {data.Shape}.", nameof(data));

    private static Tensor Load(Dataset data, ReadOnlySpan<int> indices, Normalization normalization, Device on)
    {
        TensorShape shape = data.Shape;
        int plane = shape.Height * shape.Width;
        var values = new float[indices.Length * shape.Elements];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float[] levels = Levels(normalization, channel);
            for (int i = 0; i < indices.Length; i++)
            {
                ReadOnlySpan<byte> source = data.Image(indices[i]).Slice(channel * plane, plane);
                Span<float> target = values.AsSpan((i * shape.Elements) + (channel * plane), plane);
                for (int p = 0; p < plane; p++)
                {
                    target[p] = levels[source[p]];
                }
            }
        }

        return AlignedTensor.Of(values, on, [indices.Length, shape.Channels, shape.Height, shape.Width]);
    }

    /// <summary>Undoes the normalisation: one array for each picture, in [0, 1], clipped to it.</summary>
    public static float[][] ToUnitRange(Tensor normalised, PictureFormat format)
    {
        TensorShape shape = format.Shape;
        int plane = shape.Height * shape.Width;
        float[] values = normalised.Floats();
        var pictures = new float[normalised.shape[0]][];
        for (int i = 0; i < pictures.Length; i++)
        {
            pictures[i] = new float[shape.Elements];
            for (int p = 0; p < shape.Elements; p++)
            {
                int channel = p / plane;
                float value = (values[(i * shape.Elements) + p] * format.Normalization.StandardDeviation[channel])
                    + format.Normalization.Mean[channel];
                pictures[i][p] = Math.Clamp(value, 0, 1);
            }
        }

        return pictures;
    }

    private static float[] Levels(Normalization normalization, int channel)
    {
        var levels = new float[byte.MaxValue + 1];
        for (int level = 0; level < levels.Length; level++)
        {
            levels[level] = ((level / MaxPixel) - normalization.Mean[channel]) / normalization.StandardDeviation[channel];
        }

        return levels;
    }
}
