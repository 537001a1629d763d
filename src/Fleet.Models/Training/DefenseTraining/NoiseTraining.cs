using Fleet.Models.Costs;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// Learns the tensors of <see cref="ShredderNoise"/> on a network whose weights stay: each starts as Laplace noise, and
/// Adam lowers the cross-entropy of the disturbed activations, the noise being scaled back to its power after each step.
/// </summary>
internal static class NoiseTraining
{
    private const int StepsPerTensor = 80;
    private const int SignalPictures = 1000;
    private const double RelativeRate = 0.04;

    /// <summary>Learns all tensors of one defence.</summary>
    /// <param name="network">The network that the noise is for.</param>
    /// <param name="train">Pictures to learn from.</param>
    /// <param name="settings">Batch size and seed.</param>
    /// <param name="split">The split point.</param>
    /// <param name="defense">The defence.</param>
    /// <param name="progress">Told about each finished tensor, as an epoch.</param>
    /// <param name="cancellationToken">Ends the training between two steps.</param>
    public static LearnedNoise Train(
        TrainedNetwork network,
        Dataset train,
        TrainingSettings settings,
        string split,
        ShredderNoise defense,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken) =>
        Train(network, train, settings, split, defense, StepsPerTensor, progress, cancellationToken);

    /// <summary>The same in so many steps for each tensor.</summary>
    internal static LearnedNoise Train(
        TrainedNetwork network,
        Dataset train,
        TrainingSettings settings,
        string split,
        ShredderNoise defense,
        int steps,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        TensorRuntime.Start();
        TensorShape shape = SplitCost.Of(network.Spec, split).Activation;
        double power = SignalPower(network, train, split);
        double scale = power > 0
            ? Math.Sqrt(defense.Power * power)
            : throw new InvalidOperationException($"What {network.Spec.Name} sends at {split} is 0 for every picture, so that {defense.Canonical} has no power to go by. Train the network longer or at a lower learning rate.");
        var tensors = new float[ShredderNoise.Tensors][];
        for (int i = 0; i < tensors.Length; i++)
        {
            (tensors[i], double loss) = TrainOne(network, train, settings, split, i, steps, scale, cancellationToken);
            progress?.Report(new TrainingProgress(i + 1, tensors.Length, steps, steps, loss, TestAccuracy: null));
        }

        return new LearnedNoise(shape, tensors);
    }

    /// <summary>The mean square of an element of the undefended activation.</summary>
    private static double SignalPower(TrainedNetwork network, Dataset train, string split)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        int[] indices = [.. Enumerable.Range(0, Math.Min(SignalPictures, train.Count))];
        Tensor activations = network.Head(PictureTensor.Load(train, indices, network.Spec, network.Device), split);
        return activations.to_type(ScalarType.Float64).square().mean().item<double>();
    }

    private static (float[] Noise, double Loss) TrainOne(
        TrainedNetwork network, Dataset train, TrainingSettings settings, string split, int index, int steps, double scale, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        TensorShape shape = SplitCost.Of(network.Spec, split).Activation;
        long[] dimensions = shape.IsFlat ? [1, shape.Channels] : [1, shape.Channels, shape.Height, shape.Width];
        var noise = new Parameter(tensor(Start(shape.Elements, settings.Seed, index), dimensions, device: network.Device));
        Rescale(noise, scale);
        using var optimizer = optim.Adam([noise], RelativeRate * scale);
        int[] order = TrainingOrder.Of(train.Count, settings.Seed, (2 * settings.Epochs) + index);
        double loss = 0;
        for (int step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] indices = [.. Enumerable.Range(0, settings.BatchSize).Select(i => order[(int)(((step * (long)settings.BatchSize) + i) % order.Length)])];
            loss = Step(network, train, split, noise, optimizer, indices);
            Rescale(noise, scale);
        }

        float[] values = noise.Floats();
        return Array.TrueForAll(values, float.IsFinite)
            ? (values, loss)
            : throw new InvalidOperationException($"The noise for {network.Spec.Name} at {split} diverged. Lower its power.");
    }

    private static double Step(
        TrainedNetwork network, Dataset train, string split, Parameter noise, optim.Optimizer optimizer, int[] indices)
    {
        using var scope = NewDisposeScope();
        Tensor activations;
        using (no_grad())
        {
            activations = network.Head(PictureTensor.Load(train, indices, network.Spec, network.Device), split);
        }

        Tensor loss = F.cross_entropy(network.Tail(activations + noise, split), LabelTensor.Of(train, indices, network.Device));
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private static float[] Start(int elements, ulong seed, int index)
    {
        var draws = new double[elements];
        new CounterRandom(seed, (uint)index, RandomPurpose.LearnedNoise).FillLaplace(draws);
        return [.. draws.Select(draw => (float)draw)];
    }

    /// <summary>Scales the noise so that its root mean square is the given one.</summary>
    private static void Rescale(Parameter noise, double rootMeanSquare)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        noise.mul_(tensor((float)rootMeanSquare, device: noise.device) / noise.square().mean().sqrt());
    }
}
