using Fleet.Models.Randomness;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>The order of the training pictures in one epoch.</summary>
internal static class TrainingOrder
{
    /// <summary>A permutation of the pictures (Fisher, Yates) that the seed and the epoch decide.</summary>
    public static int[] Of(int pictures, ulong seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, pictures)];
        var random = new CounterRandom(seed, 0, RandomPurpose.Shuffle, (ulong)epoch);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
