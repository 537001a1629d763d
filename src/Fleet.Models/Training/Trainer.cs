using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using Fleet.Models.Training.DefenseTraining;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Training;

/// <summary>Trains networks: a function of table, training pictures and settings on one kind of processor.</summary>
public static class Trainer
{
    private const int BatchesPerReport = 50;

    /// <summary>Trains a network from its initial weights.</summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="data">Pictures to learn from, and pictures to report the accuracy on after each epoch.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="progress">Told about every 50 batches and at the end of each epoch.</param>
    /// <param name="cancellationToken">Ends the training between two batches.</param>
    /// <exception cref="InvalidOperationException">The training diverged: weights are no longer finite.</exception>
    /// <exception cref="DataMismatchException">Batch normalisation would see one picture alone.</exception>
    public static TrainedNetwork Train(
        NetworkSpec network,
        LabelledData data,
        TrainingSettings settings,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Train(network, data, settings, ComputeDevice.Cpu, progress, cancellationToken);

    /// <summary>Trains a network on a device. Initial weights and orders are those of the processor.</summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="data">Pictures to learn from, and pictures to report the accuracy on after each epoch.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="compute">Where it is trained, and where the network computes.</param>
    /// <param name="progress">Told about every 50 batches and at the end of each epoch.</param>
    /// <param name="cancellationToken">Ends the training between two batches.</param>
    /// <exception cref="InvalidOperationException">The training diverged: weights are no longer finite.</exception>
    public static TrainedNetwork Train(
        NetworkSpec network,
        LabelledData data,
        TrainingSettings settings,
        ComputeDevice compute,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingSettings.Check(settings);
        CheckBatches(network, data.Train, settings);
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        IReadOnlyList<WeightArray> arrays = WeightInitializer.Draw(network, settings.Seed);
        Tensor[] tensors = LayerWeights.Trainable(network, arrays, compute.Torch);
        using var optimizer = optim.Adam(tensors.OfType<Parameter>(), settings.LearningRate);
        var run = new TrainingRun(network, data, settings, compute, tensors, optimizer);
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            run.Epoch(epoch, progress, cancellationToken);
        }

        return run.Finish(arrays);
    }

    private static void CheckBatches(NetworkSpec network, Dataset train, TrainingSettings settings)
    {
        string? problem = settings.ProblemWith(network) ?? (train.Count == 1 && network.NormOfOneValue is { } norm
            ? $"{train.Name} has one picture to learn from, which the batch normalisation {norm} of {network.Name} cannot normalise; expected at least 2."
            : null);
        if (problem is not null)
        {
            throw new DataMismatchException(problem);
        }
    }

    /// <summary>The steps of an epoch. A last batch of one picture is left out where batch normalisation could not normalise it.</summary>
    private static int Batches(NetworkSpec network, int pictures, int size) =>
        pictures % size == 1 && network.NormOfOneValue is not null ? pictures / size : (pictures + size - 1) / size;

    /// <summary>The tensors of one training, all in the scope that the training opened.</summary>
    private sealed class TrainingRun(
        NetworkSpec network, LabelledData data, TrainingSettings settings, ComputeDevice compute, Tensor[] tensors, optim.Optimizer optimizer)
    {
        private readonly Device _on = compute.Torch;
        private readonly LayerWeights?[] _weights = LayerWeights.ByLayer(network, tensors);
        private readonly int _batches = Batches(network, data.Train.Count, settings.BatchSize);

        public void Epoch(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
        {
            int[] order = TrainingOrder.Of(data.Train.Count, settings.Seed, epoch);
            double lossSum = 0;
            int losses = 0;
            for (int batch = 0; batch < _batches; batch++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SetLearningRate(((epoch * (double)_batches) + batch) / (settings.Epochs * (double)_batches));
                int start = batch * settings.BatchSize;
                lossSum += Step(order.AsSpan(start, Math.Min(settings.BatchSize, order.Length - start)));
                losses++;
                bool last = batch == _batches - 1;
                if (progress is not null && (last || losses == BatchesPerReport))
                {
                    double? accuracy = last ? TestAccuracy(cancellationToken) : null;
                    progress.Report(new TrainingProgress(epoch + 1, settings.Epochs, batch + 1, _batches, lossSum / losses, accuracy));
                    lossSum = 0;
                    losses = 0;
                }
            }
        }

        public TrainedNetwork Finish(IReadOnlyList<WeightArray> arrays)
        {
            WeightArray[] trained = [.. arrays.Zip(tensors, (array, values) => array with { Values = values.Floats() })];
            return trained.All(array => Array.TrueForAll(array.Values, float.IsFinite))
                ? new TrainedNetwork(network, trained, compute)
                : throw new InvalidOperationException($"The training of {network.Name} diverged: {settings.Canonical}. Lower the learning rate.");
        }

        private double Step(ReadOnlySpan<int> indices)
        {
            using var step = NewDisposeScope();
            Tensor pictures = PictureTensor.Load(data.Train, indices, network, _on);
            Tensor scores = LayerOperations.Apply(network, _weights, pictures, 0, network.Layers.Count, training: true);
            Tensor loss = F.cross_entropy(scores, LabelTensor.Of(data.Train, indices, _on));
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }

        private void SetLearningRate(double done)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = settings.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * done));
            }
        }

        private double TestAccuracy(CancellationToken cancellationToken)
        {
            using var gradients = no_grad();
            int correct = 0;
            foreach (int[] indices in Enumerable.Range(0, data.Test.Count).Chunk(ScoreCount.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var batch = NewDisposeScope();
                Tensor scores = LayerOperations.Apply(network, _weights, PictureTensor.Load(data.Test, indices, network, _on), 0, network.Layers.Count);
                correct += ScoreCount.Correct(scores, data.Test, indices);
            }

            return correct / (double)data.Test.Count;
        }
    }
}
