using Fleet.Models.Networks;
using Fleet.Models.Randomness;

namespace Fleet.Models.Training;

/// <summary>Initial weights, drawn from the seed alone.</summary>
internal static class WeightInitializer
{
    /// <summary>
    /// Weights and biases uniform within 1/sqrt(fan-in) of 0: for weights this is Kaiming's uniform bound (He et al. 2015)
    /// with a = sqrt(5), the usual default of convolutions and fully connected layers.
    /// </summary>
    public static IReadOnlyList<WeightArray> Draw(NetworkSpec network, ulong seed)
    {
        IReadOnlyList<(int Layer, string Name, long[] Shape)> required = WeightArray.Required(network);
        var arrays = new WeightArray[required.Count];
        double bound = 0;
        for (int i = 0; i < arrays.Length; i++)
        {
            (int layer, string name, long[] shape) = required[i];
            if (shape.Length > 1)
            {
                // A layer's weights come before its bias, which shares their fan-in.
                bound = 1 / Math.Sqrt(shape.Skip(1).Aggregate(1L, (product, size) => product * size));
            }

            var random = new CounterRandom(seed, (uint)layer, RandomPurpose.Weights, shape.Length > 1 ? 0UL : 1UL);
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int v = 0; v < values.Length; v++)
            {
                values[v] = (float)(((2 * random.NextDouble()) - 1) * bound);
            }

            arrays[i] = new WeightArray(name, shape, values);
        }

        return arrays;
    }
}
