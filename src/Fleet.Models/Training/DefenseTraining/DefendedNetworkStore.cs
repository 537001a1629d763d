using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Costs;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// Networks for defences that need training, cached beside the plain weights. What was learned is a function of the plain
/// weights' key, the split point and those steps of the defence that learn; the other steps share it.
/// </summary>
/// <param name="weights">The plain weights.</param>
public sealed class DefendedNetworkStore(WeightStore weights)
{
    /// <summary>
    /// Changes with the way in which defences are trained, so that what an older version learned is not taken for what this
    /// one would learn.
    /// </summary>
    private const string Method = "defence training 1";

    /// <summary>Whether everything is stored, so that <see cref="LoadOrTrain"/> would not train.</summary>
    public bool Contains(NetworkSpec network, LabelledData data, TrainingSettings settings, string split, DefenseChain defense) =>
        (ChangesWeights(defense)
            ? LearnedArrayFile.TryRead(weights.Cache, PathOf(network, data, settings, split, WeightSteps(defense)), weights.Compute) is not null
            : weights.Contains(network, data, settings))
        && defense.Steps.OfType<ShredderNoise>().All(step =>
            LearnedArrayFile.TryRead(weights.Cache, PathOf(network, data, settings, split, [.. WeightSteps(defense), step]), weights.Compute) is not null);

    /// <summary>Loads what a defence needs, or trains and stores it.</summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="data">Pictures to learn from and to report the accuracy on.</param>
    /// <param name="settings">How the plain network is trained; the defence goes on from there.</param>
    /// <param name="split">The split point.</param>
    /// <param name="defense">The defence. One that needs no training gives the plain network.</param>
    /// <param name="progress">Told about each training, if there is one.</param>
    /// <param name="cancellationToken">Ends the training; what was finished before is stored.</param>
    /// <returns>Network and defence, which the caller disposes of.</returns>
    public DefendedNetwork LoadOrTrain(
        NetworkSpec network,
        LabelledData data,
        TrainingSettings settings,
        string split,
        DefenseChain defense,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainedNetwork defended = ChangesWeights(defense)
            ? LoadOrTrainWeights(network, data, settings, split, WeightSteps(defense), progress, cancellationToken)
            : weights.LoadOrTrain(network, data, settings, progress, cancellationToken);
        try
        {
            DefenseChain ready = defense.Select(step => step is ShredderNoise noise
                ? noise.With(LoadOrTrainNoise(defended, data, settings, split, noise, WeightSteps(defense), progress, cancellationToken))
                : step);
            return new DefendedNetwork(defended, split, ready);
        }
        catch
        {
            defended.Dispose();
            throw;
        }
    }

    /// <summary>The file that holds, or would hold, what these steps learn.</summary>
    internal string PathOf(
        NetworkSpec network, LabelledData data, TrainingSettings settings, string split, IReadOnlyList<DefenseStep> steps)
    {
        string plain = weights.PathOf(network, data, settings);
        string key = $"{Path.GetFileName(plain)}\n{Method}\nsplit {split}\n{string.Join('+', steps.Select(step => step.Canonical))}\n";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Path.Combine(
            Path.GetDirectoryName(plain)!, $"{network.Name}-{data.Train.Name}-seed{settings.Seed}-{split}-{steps[^1].Name}-{hash[..16]}.safetensors");
    }

    private static bool ChangesWeights(DefenseChain defense) => defense.Training == TrainingNeed.Weights;

    private static IReadOnlyList<DefenseStep> WeightSteps(DefenseChain defense) =>
        [.. defense.Steps.Where(step => step.Training == TrainingNeed.Weights)];

    private TrainedNetwork LoadOrTrainWeights(
        NetworkSpec network,
        LabelledData data,
        TrainingSettings settings,
        string split,
        IReadOnlyList<DefenseStep> steps,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        string path = PathOf(network, data, settings, split, steps);
        if (LearnedArrayFile.TryRead(weights.Cache, path, weights.Compute) is { } arrays)
        {
            return new TrainedNetwork(network, arrays, weights.Compute);
        }

        weights.Cache.Probe();
        using TrainedNetwork plain = weights.LoadOrTrain(network, data, settings, progress, cancellationToken);
        TrainedNetwork trained = WeightTraining.Train(plain, data, settings, split, steps, progress, cancellationToken);
        LearnedArrayFile.Write(weights.Cache, weights.Compute.FileFor(path), trained.Weights, $"{settings.Canonical} split {split} {string.Join('+', steps.Select(step => step.Canonical))}");
        return trained;
    }

    private LearnedNoise LoadOrTrainNoise(
        TrainedNetwork network,
        LabelledData data,
        TrainingSettings settings,
        string split,
        ShredderNoise step,
        IReadOnlyList<DefenseStep> weightSteps,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        string path = PathOf(network.Spec, data, settings, split, [.. weightSteps, step]);
        TensorShape shape = SplitCost.Of(network.Spec, split).Activation;
        if (LearnedArrayFile.TryRead(weights.Cache, path, weights.Compute) is { Count: ShredderNoise.Tensors } arrays && arrays.All(array => array.Values.Length == shape.Elements))
        {
            return new LearnedNoise(shape, [.. arrays.Select(array => array.Values)]);
        }

        weights.Cache.Probe();
        LearnedNoise noise = NoiseTraining.Train(network, data.Train, settings, split, step, progress, cancellationToken);
        LearnedArrayFile.Write(
            weights.Cache,
            weights.Compute.FileFor(path),
            [.. noise.Tensors.Select((values, i) => new WeightArray(string.Create(CultureInfo.InvariantCulture, $"noise.{i}"), [shape.Elements], values))],
            $"{settings.Canonical} split {split} {step.Canonical}");
        return noise;
    }
}
