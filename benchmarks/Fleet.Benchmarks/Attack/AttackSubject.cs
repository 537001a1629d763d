using System.Diagnostics;
using Fleet.Models.Attacks;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using TorchSharp;

namespace Fleet.Benchmarks.Attack;

/// <summary>A trained LeNet-5 and test pictures to recover: the first of each class, then the others in their order.</summary>
internal sealed class AttackSubject : IDisposable
{
    private readonly LabelledData _data;
    private readonly int[] _order;

    private AttackSubject(LabelledData data, ulong seed, TrainedNetwork network)
    {
        _data = data;
        Seed = seed;
        Network = network;
        int[] firsts = [.. Enumerable.Range(0, data.Test.Count)
            .DistinctBy(picture => data.Test.Labels.Span[picture]).OrderBy(picture => data.Test.Labels.Span[picture])];
        _order = [.. firsts, .. Enumerable.Range(0, data.Test.Count).Except(firsts)];
    }

    /// <summary>The seed of the training.</summary>
    public ulong Seed { get; }

    /// <summary>The network, default training.</summary>
    public TrainedNetwork Network { get; }

    /// <summary>The name of the data set.</summary>
    public string Data => _data.Test.Name;

    /// <summary>How many pictures there are to recover.</summary>
    public int Pictures => _order.Length;

    /// <summary>MNIST where it is found, else the drawn digits.</summary>
    public static LabelledData LoadData()
    {
        CacheFolders folders = CacheFolders.Find(Environment.GetEnvironmentVariable);
        var datasets = new DatasetLoader(new DataLocations(null, Environment.GetEnvironmentVariable(DataLocations.Variable), folders.Data)
        {
            DecodedFolder = folders.Decoded,
        });
        return datasets.Load(datasets.TryLocate(DatasetCatalog.Mnist, out _) ? DatasetCatalog.Mnist : SyntheticDigits.Name);
    }

    /// <summary>The network of one training seed, trained or found in the cache.</summary>
    public static AttackSubject Of(LabelledData data, ulong seed) => Of(data, seed, new TrainingSettings().Epochs);

    /// <summary>The network of one training seed after some epochs, trained or found in the cache.</summary>
    public static AttackSubject Of(LabelledData data, ulong seed, int epochs)
    {
        var weights = new WeightStore(CacheFolders.Find(Environment.GetEnvironmentVariable).Weights);
        return new AttackSubject(data, seed, weights.LoadOrTrain(Spec, data, new TrainingSettings(seed, epochs)));
    }

    /// <summary>The table of the network.</summary>
    public static NetworkSpec Spec =>
        NetworkCatalog.TryFind("lenet5", out NetworkSpec? spec) ? spec : throw new InvalidOperationException("There is no lenet5.");

    /// <summary>Attacks pictures in batches of a size, and measures time and quality.</summary>
    /// <param name="split">The cut.</param>
    /// <param name="settings">How to minimise.</param>
    /// <param name="first">The first of the pictures.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="batch">How many are attacked at once.</param>
    public AttackMeasurement Attack(string split, RmleSettings settings, int first, int count, int batch)
    {
        var scores = new List<ImageScore>();
        double seconds = 0;
        foreach (int[] pictures in _order.AsSpan(first, count).ToArray().Chunk(batch))
        {
            using var scope = torch.NewDisposeScope();
            var sent = new Transmissions(Messages(pictures, split, DefenseChain.None, 1));
            long start = Stopwatch.GetTimestamp();
            Reconstruction reconstruction = new RmleReconstructor(Network, split, settings).Reconstruct(sent);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            scores.AddRange(Score(pictures, reconstruction));
        }

        return new AttackMeasurement(batch, [.. scores], seconds);
    }

    /// <summary>Attacks test pictures behind a defence, in one batch.</summary>
    /// <param name="split">The cut.</param>
    /// <param name="settings">How to minimise.</param>
    /// <param name="first">The first test picture.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="defense">The defence.</param>
    /// <param name="adaptive">Whether the attacker knows it.</param>
    public AttackMeasurement AttackBehind(string split, RmleSettings settings, int first, int count, DefenseChain defense, bool adaptive)
    {
        int[] pictures = [.. Enumerable.Range(first, count)];
        using var scope = torch.NewDisposeScope();
        var sent = new Transmissions(Messages(pictures, split, defense, 1));
        long start = Stopwatch.GetTimestamp();
        Reconstruction reconstruction = new RmleReconstructor(Network, split, settings, adaptive ? defense : null).Reconstruct(sent);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new AttackMeasurement(count, Score(pictures, reconstruction), seconds);
    }

    /// <summary>What the attack on repeated messages of the same pictures recovers.</summary>
    /// <param name="split">The cut.</param>
    /// <param name="settings">How to minimise.</param>
    /// <param name="count">How many pictures, from the first.</param>
    /// <param name="defense">The defence, which the attacker knows.</param>
    /// <param name="transmissions">How many messages of each picture the attacker averages.</param>
    public ImageScore[] Average(string split, RmleSettings settings, int count, DefenseChain defense, int transmissions)
    {
        using var scope = torch.NewDisposeScope();
        int[] pictures = _order[..count];
        var sent = new Transmissions(
            Messages(pictures, split, defense, transmissions),
            [.. Enumerable.Range(0, count).SelectMany(scene => Enumerable.Repeat(scene, transmissions))]);
        return Score(pictures, new RmleReconstructor(Network, split, settings, defense).Reconstruct(sent));
    }

    /// <summary>The bound of the attackers without bias on the first pictures.</summary>
    /// <inheritdoc cref="Average"/>
    public FisherLeakage Bound(string split, int count, DefenseChain defense, int transmissions)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor inputs = new ActivationSource(Network, _data.Test, seed: 1).Inputs([.. _order[..count].Select(picture => new MessageKey(0, 0, picture))]);
        return FisherLeakage.Of(Network, split, defense, inputs, transmissions)!;
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private torch.Tensor Messages(int[] pictures, string split, DefenseChain defense, int transmissions) =>
        new ActivationSource(Network, _data.Test, seed: 1).Activations(
            [.. pictures.SelectMany((picture, device) => Enumerable.Range(0, transmissions).Select(i => new MessageKey(device, i, picture)))],
            split,
            defense);

    private ImageScore[] Score(int[] pictures, Reconstruction reconstruction) =>
    [
        .. pictures.Zip(reconstruction.Images, (picture, image) =>
            ImageScore.Of(_data.Test.UnitImage(picture), image, _data.Test.Shape)),
    ];
}
