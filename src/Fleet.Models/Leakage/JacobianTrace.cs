using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Statistics;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Leakage;

/// <summary>
/// The trace of J^T J, where J holds the derivatives of a split network's activation by the pixels in [0, 1]: how much, in
/// all directions together, the activation moves with the picture.
/// </summary>
public static class JacobianTrace
{
    /// <summary>Directions that are pulled back in one batch.</summary>
    internal const int RowsAtOnce = 128;

    /// <summary>The trace at each picture, from all rows of the Jacobian.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="inputs">Normalised pictures, (count, channels, height, width).</param>
    /// <param name="cancellationToken">Ends the work between two pictures.</param>
    public static double[] Exact(TrainedNetwork network, string split, Tensor inputs, CancellationToken cancellationToken = default) =>
        OfEach(network, inputs, picture => Rows(network, split, picture).Sum(rows => rows.Sum(value => value * value)), cancellationToken);

    /// <summary>
    /// An estimate of the trace at each picture: the mean of |J^T u|^2 over vectors u of independent random signs
    /// (Hutchinson, Communications in Statistics 19, 1990), with Student's 95 % interval.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="inputs">Normalised pictures, (count, channels, height, width).</param>
    /// <param name="probes">How many vectors, at least 2.</param>
    /// <param name="seed">The key of the vectors.</param>
    /// <param name="cancellationToken">Ends the work between two pictures.</param>
    public static MeanEstimate[] Hutchinson(
        TrainedNetwork network, string split, Tensor inputs, int probes, ulong seed, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probes, 2);
        return OfEach(network, inputs, picture => Estimate(network, split, picture, probes, seed), cancellationToken);
    }

    /// <summary>The rows of the Jacobian at one picture, by the pixels in [0, 1], some at a time.</summary>
    internal static IEnumerable<double[]> Rows(TrainedNetwork network, string split, Tensor picture)
    {
        int outputs = Outputs(network, split, picture);
        for (int first = 0; first < outputs; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, outputs - first);
            var directions = new float[count * outputs];
            for (int row = 0; row < count; row++)
            {
                directions[(row * outputs) + first + row] = 1;
            }

            yield return Pull(network, split, picture, directions, count);
        }
    }

    private static MeanEstimate Estimate(TrainedNetwork network, string split, Tensor picture, int probes, ulong seed)
    {
        int outputs = Outputs(network, split, picture);
        var values = new List<double>(probes);
        for (int first = 0; first < probes; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, probes - first);
            var directions = new float[count * outputs];
            for (int row = 0; row < count; row++)
            {
                Signs(directions.AsSpan(row * outputs, outputs), seed, (uint)(first + row));
            }

            double[] pulled = Pull(network, split, picture, directions, count);
            int pixels = pulled.Length / count;
            values.AddRange(Enumerable.Range(0, count).Select(row => pulled.Skip(row * pixels).Take(pixels).Sum(value => value * value)));
        }

        return new MeanEstimate(Intervals.MeanOf(values), Intervals.Mean(values, 0.95));
    }

    private static void Signs(Span<float> direction, ulong seed, uint probe)
    {
        var words = new uint[direction.Length];
        new CounterRandom(seed, probe, RandomPurpose.Probe).Fill(words);
        for (int i = 0; i < words.Length; i++)
        {
            direction[i] = (words[i] & 1) == 0 ? 1 : -1;
        }
    }

    /// <summary>J^T u for some directions u, each in its own row of a batch of equal pictures.</summary>
    private static double[] Pull(TrainedNetwork network, string split, Tensor picture, float[] directions, int count)
    {
        using var scope = NewDisposeScope();
        Tensor inputs = picture.expand(count, -1, -1, -1).contiguous().requires_grad_();
        Tensor activations = network.Head(inputs, split);
        Tensor gradient = autograd.grad([activations], [inputs], [tensor(directions, activations.shape, device: activations.device)])[0];

        // A pixel p in [0, 1] enters as (p - mean) / deviation.
        float[] deviations = [.. network.Spec.Normalization.StandardDeviation];
        Tensor byPixel = gradient.to_type(ScalarType.Float64) / tensor(deviations, device: gradient.device).to_type(ScalarType.Float64).reshape(1, -1, 1, 1);
        return byPixel.Doubles();
    }

    private static int Outputs(TrainedNetwork network, string split, Tensor picture)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        return (int)network.Head(picture, split).numel();
    }

    private static T[] OfEach<T>(TrainedNetwork network, Tensor inputs, Func<Tensor, T> measure, CancellationToken cancellationToken)
    {
        TensorRuntime.Start();
        var results = new T[inputs.shape[0]];
        for (int i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            results[i] = measure(inputs.narrow(0, i, 1).detach().to(network.Device));
        }

        return results;
    }
}
