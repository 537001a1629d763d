using Fleet.Models.Costs;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// Goes on training a network whose device part is to show less: cross-entropy and the terms of its defences, for as many
/// epochs as the network was trained, with the same learning rate, falling to 0 along half a cosine.
/// </summary>
internal static class WeightTraining
{
    private const int BatchesPerReport = 50;

    /// <summary>Trains on from a plain network.</summary>
    /// <param name="plain">The network without defence.</param>
    /// <param name="data">Pictures to learn from and to report the accuracy on.</param>
    /// <param name="settings">How the plain network was trained.</param>
    /// <param name="split">The split point.</param>
    /// <param name="steps">The defences that need other weights.</param>
    /// <param name="progress">Told about every 50 batches and at the end of each epoch.</param>
    /// <param name="cancellationToken">Ends the training between two batches.</param>
    /// <exception cref="DataMismatchException">A defence has nothing to hide in these pictures.</exception>
    public static TrainedNetwork Train(
        TrainedNetwork plain,
        LabelledData data,
        TrainingSettings settings,
        string split,
        IReadOnlyList<DefenseStep> steps,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        CheckPictures(data.Train, steps);
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        var network = new TrainableNetwork(plain, split);
        using var optimizer = optim.Adam(network.Parameters, settings.LearningRate);
        TensorShape activation = SplitCost.Of(plain.Spec, split).Activation;
        IPrivacyTerm[] terms = [.. steps.Select(step => TermOf(step, plain, activation, settings.Seed))];
        try
        {
            WarmUp(terms, plain, data.Train, settings, split, cancellationToken);
            int batches = (data.Train.Count + settings.BatchSize - 1) / settings.BatchSize;
            double lossSum = 0;
            int losses = 0;
            for (int epoch = 0; epoch < settings.Epochs; epoch++)
            {
                int[] order = TrainingOrder.Of(data.Train.Count, settings.Seed, settings.Epochs + epoch);
                for (int batch = 0; batch < batches; batch++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    SetLearningRate(optimizer, settings.LearningRate, ((epoch * (double)batches) + batch) / (settings.Epochs * (double)batches));
                    int start = batch * settings.BatchSize;
                    lossSum += Step(network, optimizer, terms, data.Train, plain, order.AsSpan(start, Math.Min(settings.BatchSize, order.Length - start)));
                    losses++;
                    bool last = batch == batches - 1;
                    if (last || losses == BatchesPerReport)
                    {
                        double? accuracy = last && progress is not null ? TestAccuracy(network, data.Test, plain, cancellationToken) : null;
                        progress?.Report(new TrainingProgress(epoch + 1, settings.Epochs, batch + 1, batches, lossSum / losses, accuracy));
                        (lossSum, losses) = (0, 0);
                    }
                }
            }

            return network.Finish(string.Join('+', steps.Select(step => step.Canonical)));
        }
        finally
        {
            Array.ForEach(terms, term => term.Dispose());
        }
    }

    private static void CheckPictures(Dataset train, IReadOnlyList<DefenseStep> steps)
    {
        if (steps.OfType<AdversarialTraining>().FirstOrDefault() is { } step && IsOnePicture(train))
        {
            throw new DataMismatchException(
                $"The pictures of {train.Name} to learn from are all alike: their variance is 0, so that {step.Canonical} has nothing to hide. Expected pictures that differ, or another defence.");
        }
    }

    private static bool IsOnePicture(Dataset pictures)
    {
        for (int i = 1; i < pictures.Count; i++)
        {
            if (!pictures.Image(i).SequenceEqual(pictures.Image(0)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Shows the terms that have to learn something themselves what the plain network sends.</summary>
    private static void WarmUp(
        IPrivacyTerm[] terms, TrainedNetwork plain, Dataset train, TrainingSettings settings, string split, CancellationToken cancellationToken)
    {
        int[] order = TrainingOrder.Of(train.Count, settings.Seed, (2 * settings.Epochs) + ShredderNoise.Tensors);
        for (int batch = 0; batch < terms.Max(term => term.WarmUpBatches); batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int[] indices = [.. Enumerable.Range(0, settings.BatchSize).Select(i => order[(int)(((batch * (long)settings.BatchSize) + i) % order.Length)])];
            Tensor pictures = PictureTensor.Load(train, indices, plain.Spec, plain.Device);
            Tensor activations = plain.Head(pictures, split);
            foreach (IPrivacyTerm term in terms.Where(term => batch < term.WarmUpBatches))
            {
                term.WarmUp(pictures, activations);
            }
        }
    }

    private static IPrivacyTerm TermOf(DefenseStep step, TrainedNetwork network, TensorShape activation, ulong seed) => step switch
    {
        NoPeek noPeek => new DistanceCorrelationTerm(noPeek.Weight),
        AdversarialTraining adversarial => new DecoderTerm(adversarial.Weight, network.Spec.Input, activation, seed, network.Device),
        _ => throw new NotSupportedException($"The defence {step.Canonical} has no term in the training loss."),
    };

    private static double Step(
        TrainableNetwork network, optim.Optimizer optimizer, IPrivacyTerm[] terms, Dataset train, TrainedNetwork plain, ReadOnlySpan<int> indices)
    {
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(train, indices, plain.Spec, plain.Device);
        Tensor activations = network.Head(pictures);
        Tensor loss = F.cross_entropy(network.Tail(activations), LabelTensor.Of(train, indices, plain.Device));
        foreach (IPrivacyTerm term in terms)
        {
            loss = loss + term.Loss(pictures, activations);
        }

        // The terms may have left gradients of their own in the network: they start from zero here.
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private static void SetLearningRate(optim.Optimizer optimizer, double first, double done)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = first * 0.5 * (1 + Math.Cos(Math.PI * done));
        }
    }

    private static double TestAccuracy(TrainableNetwork network, Dataset test, TrainedNetwork plain, CancellationToken cancellationToken)
    {
        using var gradients = no_grad();
        int correct = 0;
        foreach (int[] indices in Enumerable.Range(0, test.Count).Chunk(ScoreCount.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            correct += ScoreCount.Correct(network.Tail(network.Head(PictureTensor.Load(test, indices, plain.Spec, plain.Device))), test, indices);
        }

        return correct / (double)test.Count;
    }
}
