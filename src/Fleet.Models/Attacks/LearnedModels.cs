using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Caching;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training.DefenseTraining;
using TorchSharp;

namespace Fleet.Models.Attacks;

/// <summary>
/// Keeps what attackers learn, each under everything that it depends on. Attacks that differ in nothing of that, such as on
/// other cuts or behind other defences, share it; it is bit for bit what each would learn by itself. Used by one thread at a time.
/// </summary>
/// <param name="cache">Where what serves many experiments outlasts the process; null for nowhere.</param>
public sealed class LearnedModels(CacheFolder? cache = null)
{
    // Enough for every case at one cut; a cut's own models are of no use at the next one.
    private const int MostInMemory = 16;

    private readonly List<(string Key, IReadOnlyList<WeightArray> Arrays)> _recent = [];

    /// <summary>What serves many experiments is kept in a folder of this path.</summary>
    public LearnedModels(string folder)
        : this(new CacheFolder(folder))
    {
    }

    /// <summary>What was learned before under a key, or what is learned now.</summary>
    /// <param name="name">What it is, for people who look into the folder.</param>
    /// <param name="key">Everything that it depends on, apart from the version of the tensor library.</param>
    /// <param name="compute">Where it is learned. What was learned on the processor serves every device, and nothing else the processor.</param>
    /// <param name="lasting">Whether it is worth a file.</param>
    /// <param name="learn">Learns it. If this is interrupted, nothing is kept.</param>
    internal IReadOnlyList<WeightArray> GetOrLearn(
        string name, string key, ComputeDevice compute, bool lasting, Func<IReadOnlyList<WeightArray>> learn)
    {
        string full = $"{name}\n{key}\nlibrary {typeof(torch).Assembly.GetName().Version}\n";
        string remembered = compute.IsCpu ? full : $"{full}on {compute}\n";
        int known = _recent.FindIndex(one => string.Equals(one.Key, remembered, StringComparison.Ordinal));
        IReadOnlyList<WeightArray> arrays = known >= 0 ? _recent[known].Arrays : FromFile(name, full, compute, lasting, learn);
        if (known >= 0)
        {
            _recent.RemoveAt(known);
        }

        _recent.Add((remembered, arrays));
        if (_recent.Count > MostInMemory)
        {
            _recent.RemoveAt(0);
        }

        return arrays;
    }

    private IReadOnlyList<WeightArray> FromFile(
        string name, string key, ComputeDevice compute, bool lasting, Func<IReadOnlyList<WeightArray>> learn)
    {
        if (cache is null || !lasting)
        {
            return learn();
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        string path = Path.Combine(cache.FullPath, $"{name}-{hash[..16]}.safetensors");
        if (LearnedArrayFile.TryRead(cache, path, compute) is { } stored)
        {
            return stored;
        }

        cache.Probe();
        IReadOnlyList<WeightArray> arrays = learn();
        LearnedArrayFile.Write(cache, compute.FileFor(path), arrays, key);
        return arrays;
    }
}
