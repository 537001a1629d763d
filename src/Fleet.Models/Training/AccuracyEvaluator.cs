using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using static TorchSharp.torch;

namespace Fleet.Models.Training;

/// <summary>Measures how well a split network answers when its device defends pictures or activations.</summary>
public static class AccuracyEvaluator
{
    /// <summary>
    /// The device under which the test pictures are defended, beyond the devices of any fleet; the sequence number is the
    /// position in the test set. So an accuracy does not depend on the fleet it is reported with. Where a defence has a key
    /// for each device, the pictures are spread over this device and the <see cref="Keys"/> - 1 before it.
    /// </summary>
    public const int EvaluationDevice = int.MaxValue;

    /// <summary>The number of device keys over which an accuracy is averaged.</summary>
    public const int Keys = 64;

    /// <summary>The accuracy on a whole test set with one defence.</summary>
    /// <param name="network">The network.</param>
    /// <param name="test">Pictures and labels, at least one.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="defense">The defences on picture and activation.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    public static AccuracyResult Evaluate(
        TrainedNetwork network, Dataset test, string split, DefenseChain defense, ulong seed, CancellationToken cancellationToken = default) =>
        Evaluate(network, test, split, [defense], seed, cancellationToken)[0];

    /// <summary>
    /// The accuracies of several defences at one split point. Those that leave the picture alone share the device's layers.
    /// </summary>
    public static IReadOnlyList<AccuracyResult> Evaluate(
        TrainedNetwork network,
        Dataset test,
        string split,
        IReadOnlyList<DefenseChain> defenses,
        ulong seed,
        CancellationToken cancellationToken = default)
    {
        TensorRuntime.Start();
        using var gradients = no_grad();
        var correct = new int[defenses.Count];
        foreach (int[] indices in Enumerable.Range(0, test.Count).Chunk(ScoreCount.BatchSize))
        {
            using var scope = NewDisposeScope();
            Tensor pictures = PictureTensor.Load(test, indices, network.Spec, network.Device);
            Tensor? undefended = null;
            for (int i = 0; i < correct.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var one = NewDisposeScope();
                Tensor activations = defenses[i].Affects(DefensePlace.Input)
                    ? network.Head(Defended(pictures, DefensePlace.Input, defenses[i], seed, indices), split)
                    : undefended ??= network.Head(pictures, split).MoveToOuterDisposeScope();
                Tensor arrived = Defended(activations, DefensePlace.Activation, defenses[i], seed, indices);
                DefendedTensor.Undo(defenses[i], arrived, seed, Device(defenses[i], indices));
                Tensor scores = network.Tail(arrived, split);
                correct[i] += ScoreCount.Correct(scores, test, indices);
            }
        }

        return [.. correct.Select(count => new AccuracyResult(count, test.Count))];
    }

    private static Tensor Defended(Tensor batch, DefensePlace place, DefenseChain defense, ulong seed, int[] indices)
    {
        if (!defense.Affects(place))
        {
            return batch;
        }

        Tensor defended = batch.clone();
        DefendedTensor.Apply(defense, place, defended, seed, Device(defense, indices), row => indices[row]);
        return defended;
    }

    private static Func<int, int> Device(DefenseChain defense, int[] indices) =>
        defense.IsKeyed ? row => EvaluationDevice - (indices[row] % Keys) : _ => EvaluationDevice;
}
