using Fleet.Models.Randomness;

namespace Fleet.Models.Data.Drawing;

/// <summary>The labels of embedded sets, and the keys of their random streams.</summary>
internal static class DrawnLabels
{
    /// <summary>The first entity of the digits' streams: two of pictures, two of labels.</summary>
    public const uint DigitsBase = 0;

    /// <summary>The first entity of the coloured shapes' streams.</summary>
    public const uint ColorsBase = 4;

    /// <summary>The entity of a part's pictures.</summary>
    public static uint Entity(string part, uint first) => part switch
    {
        DatasetInfo.Train => first,
        DatasetInfo.Test => first + 1,
        _ => throw new ArgumentException($"There is no part '{part}'; the parts are train and test.", nameof(part)),
    };

    /// <summary>Every class as often as any other, to within one, in pseudo-random order (Fisher, Yates).</summary>
    /// <param name="count">How many labels.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="seed">Which set.</param>
    /// <param name="entity">The entity of the part's pictures.</param>
    public static byte[] Balanced(int count, int classes, ulong seed, uint entity)
    {
        // Entities of their own, next to those of the pictures.
        var random = new CounterRandom(seed, entity + 2, RandomPurpose.Drawing);
        return [.. random.Permutation(count).Select(i => (byte)(i % classes))];
    }
}
