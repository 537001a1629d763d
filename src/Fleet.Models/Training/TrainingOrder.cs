using Fleet.Models.Randomness;

namespace Fleet.Models.Training;

/// <summary>The order of the training pictures in one epoch.</summary>
internal static class TrainingOrder
{
    /// <summary>A permutation of the pictures that the seed and the epoch decide.</summary>
    public static int[] Of(int pictures, ulong seed, int epoch) =>
        new CounterRandom(seed, 0, RandomPurpose.Shuffle, (ulong)epoch).Permutation(pictures);
}
