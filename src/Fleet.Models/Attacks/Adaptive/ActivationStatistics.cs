using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>What activations of one cut look like, element by element, over a number of messages.</summary>
/// <param name="Count">How many messages.</param>
/// <param name="Channels">Channels, each a run of equally many elements.</param>
/// <param name="Mean">The mean of each element.</param>
/// <param name="Square">The mean of its square.</param>
/// <param name="MeanVariance">The variance of each element.</param>
/// <param name="SquareVariance">The variance of its square.</param>
/// <param name="Norm">The mean Euclidean norm of a message.</param>
internal sealed record ActivationStatistics(
    int Count, int Channels, double[] Mean, double[] Square, double[] MeanVariance, double[] SquareVariance, double Norm)
{
    /// <summary>The statistics of batches of activations, with the messages in front.</summary>
    public static ActivationStatistics Of(IEnumerable<Tensor> batches)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Tensor? sums = null;
        (int count, int channels, double norms) = (0, 0, 0);
        foreach (Tensor batch in batches)
        {
            using var inner = NewDisposeScope();
            using Tensor whenDone = batch;
            channels = (int)batch.shape[1];
            Tensor values = batch.flatten(1).to_type(ScalarType.Float64);
            Tensor squares = values.square();
            Tensor here = stack([values.sum([0]), squares.sum([0]), squares.square().sum([0])]);
            norms += squares.sum(1).sqrt().sum().item<double>();
            count += (int)batch.shape[0];
            sums = (sums is null ? here : sums + here).MoveToOuterDisposeScope();
        }

        Tensor means = (sums ?? throw new ArgumentException("Statistics need at least one message.", nameof(batches))) / count;
        Tensor variance = (means[1] - means[0].square()).clamp_min(0);
        Tensor squareVariance = (means[2] - means[1].square()).clamp_min(0);
        return new ActivationStatistics(count, channels, Array(means[0]), Array(means[1]), Array(variance), Array(squareVariance), norms / count);
    }

    private static double[] Array(Tensor values) => values.contiguous().Doubles();
}
