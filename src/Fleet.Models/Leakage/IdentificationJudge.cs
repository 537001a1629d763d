using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Leakage;

/// <summary>
/// A classifier that looks at reconstructions and says what they show. It is independent of the network under attack: other
/// layers, other initial weights, another order of the training pictures.
/// </summary>
/// <remarks>
/// What it says of the originals is its own accuracy; of reconstructions it can be right for reasons that no person sees.
/// It learns from the same training pictures as the network.
/// </remarks>
public sealed class IdentificationJudge : IDisposable
{
    private const int Kernel = 3;
    private const int Batch = 250;

    /// <summary>Added to the seed of the network under attack.</summary>
    private const ulong OtherSeed = 1_000_003;

    private readonly TrainedNetwork _network;

    private IdentificationJudge(TrainedNetwork network) => _network = network;

    /// <summary>
    /// The judge's layers for pictures of one kind: two 3x3 convolutions with padding, each with a rectifier and a pooling
    /// by 2, and two fully connected layers. Colour pictures get four times the channels.
    /// </summary>
    /// <param name="network">The network under attack.</param>
    public static NetworkSpec SpecFor(NetworkSpec network)
    {
        TensorShape input = network.Input;
        int channels = input.Channels == 1 ? 8 : 32;
        int features = 2 * channels * (input.Height / 2 / 2) * (input.Width / 2 / 2);
        return new NetworkSpec(
            "judge",
            input,
            network.Classes,
            network.Normalization,
            [
                new Convolution("conv1", input.Channels, channels, Kernel, 1),
                new Relu("relu1"),
                new MaxPool("pool1", 2),
                new Convolution("conv2", channels, 2 * channels, Kernel, 1),
                new Relu("relu2"),
                new MaxPool("pool2", 2),
                new Linear("fc1", features, 8 * channels),
                new Relu("fc1act"),
                new Linear("fc2", 8 * channels, network.Classes),
            ]);
    }

    /// <summary>How the judge of a network is trained.</summary>
    /// <param name="network">How the network under attack is trained.</param>
    public static TrainingSettings SettingsFor(TrainingSettings network) => network with { Seed = network.Seed + OtherSeed };

    /// <summary>Loads the judge of a network, or trains and stores it.</summary>
    /// <param name="weights">Where weights are kept.</param>
    /// <param name="network">The network under attack.</param>
    /// <param name="data">The pictures that the network learned from.</param>
    /// <param name="settings">How the network under attack is trained.</param>
    /// <param name="progress">Told about a training, if there is one.</param>
    /// <param name="cancellationToken">Ends the training; nothing is stored then.</param>
    /// <returns>The judge, which the caller disposes of.</returns>
    public static IdentificationJudge LoadOrTrain(
        WeightStore weights,
        NetworkSpec network,
        LabelledData data,
        TrainingSettings settings,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new(weights.LoadOrTrain(SpecFor(network), data, SettingsFor(settings), progress, cancellationToken));

    /// <summary>Which pictures show, to the judge, what they should.</summary>
    /// <param name="pictures">Pictures in [0, 1], channel after channel, row after row.</param>
    /// <param name="labels">The class of each original.</param>
    public bool[] Identifies(IReadOnlyList<float[]> pictures, IReadOnlyList<int> labels)
    {
        if (pictures.Count != labels.Count)
        {
            throw new ArgumentException($"There are {pictures.Count} pictures and {labels.Count} labels.", nameof(labels));
        }

        using var gradients = no_grad();
        var identified = new bool[pictures.Count];
        string last = _network.Spec.Layers[^1].Name;
        for (int first = 0; first < identified.Length; first += Batch)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(Batch, identified.Length - first);
            Tensor batch = Normalised([.. pictures.Skip(first).Take(count)]);
            long[] answers = _network.Head(batch, last).argmax(1).Longs();
            for (int i = 0; i < count; i++)
            {
                identified[first + i] = answers[i] == labels[first + i];
            }
        }

        return identified;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private Tensor Normalised(float[][] pictures)
    {
        TensorShape shape = _network.Spec.Input;
        if (Array.Find(pictures, picture => picture.Length != shape.Elements) is { } odd)
        {
            throw new ArgumentException($"The judge looks at pictures of {shape}, not of {odd.Length} elements.", nameof(pictures));
        }

        Tensor values = tensor(pictures.SelectMany(picture => picture).ToArray(), [pictures.Length, shape.Channels, shape.Height, shape.Width], device: _network.Device);
        Tensor mean = tensor((float[])[.. _network.Spec.Normalization.Mean], device: _network.Device).reshape(1, -1, 1, 1);
        Tensor deviation = tensor((float[])[.. _network.Spec.Normalization.StandardDeviation], device: _network.Device).reshape(1, -1, 1, 1);
        return (values - mean) / deviation;
    }
}
