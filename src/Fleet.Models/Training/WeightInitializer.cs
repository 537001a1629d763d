using Fleet.Models.Networks;
using Fleet.Models.Randomness;

namespace Fleet.Models.Training;

/// <summary>Initial weights, drawn from the seed alone.</summary>
internal static class WeightInitializer
{
    /// <summary>
    /// Weights and biases uniform within 1/sqrt(fan-in) of 0: for weights this is Kaiming's uniform bound (He et al. 2015)
    /// with a = sqrt(5), the usual default of convolutions and fully connected layers. Batch normalisation begins as the
    /// identity.
    /// </summary>
    public static IReadOnlyList<WeightArray> Draw(NetworkSpec network, ulong seed)
    {
        IReadOnlyList<RequiredArray> required = WeightArray.Required(network);
        var arrays = new WeightArray[required.Count];
        double bound = 0;
        for (int i = 0; i < arrays.Length; i++)
        {
            RequiredArray array = required[i];
            if (array.Role == ArrayRole.Weight)
            {
                // A layer's weights come before its bias, which shares their fan-in.
                bound = 1 / Math.Sqrt(array.Elements / array.Shape[0]);
            }

            arrays[i] = new WeightArray(array.Name, array.Shape, Values(array, bound, seed));
        }

        return arrays;
    }

    private static float[] Values(RequiredArray array, double bound, ulong seed)
    {
        var values = new float[array.Elements];
        if (array.Role is ArrayRole.Weight or ArrayRole.Bias)
        {
            var random = new CounterRandom(seed, (uint)array.Layer, RandomPurpose.Weights, array.Role == ArrayRole.Weight ? 0UL : 1UL);
            for (int v = 0; v < values.Length; v++)
            {
                values[v] = (float)(((2 * random.NextDouble()) - 1) * bound);
            }
        }
        else if (array.Role is ArrayRole.Scale or ArrayRole.RunningVariance)
        {
            Array.Fill(values, 1);
        }

        return values;
    }
}
