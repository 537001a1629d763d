using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Caching;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;

namespace Fleet.Models.Training;

/// <summary>
/// A folder of trained weights, one safetensors file for each combination of network table, training pictures, settings
/// and library version. A file appears whole or not at all; one that is damaged is trained again.
/// </summary>
/// <param name="cache">The folder.</param>
/// <param name="compute">
/// Where networks are trained and compute; null for the processor. Weights of the processor serve every device. Those that a
/// device trained are stored beside them under another name, so that the processor's results do not depend on them.
/// </param>
public sealed class WeightStore(CacheFolder cache, ComputeDevice? compute = null)
{
    private const string HashKey = "sha256";

    /// <summary>Weights in a folder of this path.</summary>
    /// <param name="folder">The folder; made when the first file is written.</param>
    /// <param name="compute">Where networks are trained and compute; null for the processor.</param>
    public WeightStore(string folder, ComputeDevice? compute = null)
        : this(new CacheFolder(folder), compute)
    {
    }

    /// <summary>Where the weights, and what goes with them, are kept.</summary>
    internal CacheFolder Cache => cache;

    /// <summary>Where networks are trained, and where the ones that it gives compute.</summary>
    public ComputeDevice Compute { get; } = compute ?? ComputeDevice.Cpu;

    /// <summary>Whether undamaged weights are stored, so that <see cref="LoadOrTrain"/> would not train.</summary>
    public bool Contains(NetworkSpec network, LabelledData data, TrainingSettings settings)
    {
        using TrainedNetwork? stored = TryLoad(network, PathOf(network, data, settings));
        return stored is not null;
    }

    /// <summary>Loads stored weights, or trains and stores them.</summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="data">Pictures to learn from and to report the accuracy on.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="progress">Told about a training, if there is one.</param>
    /// <param name="cancellationToken">Ends the training; nothing is stored then.</param>
    /// <returns>The network, which the caller disposes of.</returns>
    public TrainedNetwork LoadOrTrain(
        NetworkSpec network,
        LabelledData data,
        TrainingSettings settings,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        string path = PathOf(network, data, settings);
        TrainedNetwork? stored = TryLoad(network, path);
        if (stored is not null)
        {
            return stored;
        }

        cache.Probe();
        TrainedNetwork trained = Trainer.Train(network, data, settings, Compute, progress, cancellationToken);
        Save(Compute.FileFor(path), trained, data, settings);
        return trained;
    }

    /// <summary>
    /// Whether weights are probably stored, without loading the pictures: by the hash of their data set where it is known, else by
    /// name and seed alone.
    /// </summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="data">The data set.</param>
    /// <param name="settings">How the network is trained.</param>
    public bool ProbablyContains(NetworkSpec network, DatasetInfo data, TrainingSettings settings)
    {
        if (data.TrainContentHash is { } hash)
        {
            string path = PathOf(network, data.Name, hash, settings);
            return File.Exists(path) || File.Exists(Compute.FileFor(path));
        }

        return Directory.Exists(cache.FullPath) && Directory.EnumerateFiles(cache.FullPath, $"{network.Name}-{data.Name}-seed{settings.Seed}-*.safetensors").Any();
    }

    /// <summary>The file that holds, or would hold, these weights.</summary>
    public string PathOf(NetworkSpec network, LabelledData data, TrainingSettings settings) =>
        PathOf(network, data.Train.Name, data.Train.ContentHash, settings);

    private string PathOf(NetworkSpec network, string data, string contentHash, TrainingSettings settings)
    {
        string library = typeof(torch).Assembly.GetName().Version?.ToString() ?? "";
        string key = $"{network.Canonical}\ndata {contentHash}\n{settings.Canonical}\nlibrary {library}\n";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Path.Combine(cache.FullPath, $"{network.Name}-{data}-seed{settings.Seed}-{hash[..16]}.safetensors");
    }

    /// <summary>The stored network, or null if there is none or its file is damaged.</summary>
    private TrainedNetwork? TryLoad(NetworkSpec network, string plain) =>
        TryLoadFile(network, plain) ?? (Compute.IsCpu ? null : TryLoadFile(network, Compute.FileFor(plain)));

    private TrainedNetwork? TryLoadFile(NetworkSpec network, string path)
    {
        if (cache.TryRead(path) is not { } content)
        {
            return null;
        }

        try
        {
            (IReadOnlyList<WeightArray> arrays, IReadOnlyDictionary<string, string> metadata) = SafetensorsFile.Read(content);
            var loaded = new TrainedNetwork(network, arrays, Compute);
            if (metadata.TryGetValue(HashKey, out string? hash) && string.Equals(hash, loaded.WeightsHash, StringComparison.Ordinal))
            {
                return loaded;
            }

            loaded.Dispose();
            return null;
        }
        catch (InvalidDataException)
        {
            // A cache file is worth no more than the training that replaces it.
            return null;
        }
    }

    private void Save(string path, TrainedNetwork network, LabelledData data, TrainingSettings settings) =>
        cache.Write(path, stream => SafetensorsFile.Write(stream, network.Weights, [
            new("network", network.Spec.Name),
            new("data", $"{data.Train.Name} {data.Train.ContentHash}"),
            new("training", settings.Canonical),
            new(HashKey, network.WeightsHash),
        ]));
}
