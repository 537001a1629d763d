using Fleet.Models.Data;
using Fleet.Models.Tensors;
using static TorchSharp.torch;

namespace Fleet.Models.Training;

/// <summary>Counts right answers.</summary>
internal static class ScoreCount
{
    /// <summary>Pictures that are judged together: large enough to be fast, small enough to stay in the cache.</summary>
    public const int BatchSize = 250;

    /// <summary>How many pictures have their greatest score at their label.</summary>
    /// <param name="scores">Of shape (pictures, classes).</param>
    /// <param name="data">The labels.</param>
    /// <param name="indices">Which pictures of <paramref name="data"/> these are.</param>
    public static int Correct(Tensor scores, Dataset data, ReadOnlySpan<int> indices)
    {
        using Tensor answers = scores.argmax(1);
        long[] classes = answers.Longs();
        int correct = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            correct += classes[i] == data.Labels.Span[indices[i]] ? 1 : 0;
        }

        return correct;
    }
}
