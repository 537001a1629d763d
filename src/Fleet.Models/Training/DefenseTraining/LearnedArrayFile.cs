using System.Globalization;
using System.Security.Cryptography;
using Fleet.Models.Caching;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// A cache file of learned arrays with a hash of its content: it appears whole or not at all, and one that is damaged
/// counts as missing.
/// </summary>
internal static class LearnedArrayFile
{
    private const string HashKey = "sha256";

    /// <summary>Writes the arrays.</summary>
    /// <param name="cache">The folder.</param>
    /// <param name="path">The file in it.</param>
    /// <param name="arrays">The arrays, in the order of the file.</param>
    /// <param name="training">What made them, for people who look into the file.</param>
    public static void Write(CacheFolder cache, string path, IReadOnlyList<WeightArray> arrays, string training)
    {
        string hash = Hash(arrays);
        cache.Write(path, stream => SafetensorsFile.Write(stream, arrays, [new("training", training), new(HashKey, hash)]));
    }

    /// <summary>What was learned on the processor, or else on a device: the arrays, or null if neither file is sound.</summary>
    /// <param name="cache">The folder.</param>
    /// <param name="plain">The file of what was learned on the processor.</param>
    /// <param name="compute">Where it would be learned now.</param>
    public static IReadOnlyList<WeightArray>? TryRead(CacheFolder cache, string plain, ComputeDevice compute) =>
        TryRead(cache, plain) ?? (compute.IsCpu ? null : TryRead(cache, compute.FileFor(plain)));

    private static IReadOnlyList<WeightArray>? TryRead(CacheFolder cache, string path)
    {
        if (cache.TryRead(path) is not { } content)
        {
            return null;
        }

        try
        {
            (IReadOnlyList<WeightArray> arrays, IReadOnlyDictionary<string, string> metadata) = SafetensorsFile.Read(content);
            return string.Equals(metadata.GetValueOrDefault(HashKey), Hash(arrays), StringComparison.Ordinal) ? arrays : null;
        }
        catch (InvalidDataException)
        {
            // A cache file is worth no more than the training that replaces it.
            return null;
        }
    }

    private static string Hash(IReadOnlyList<WeightArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (WeightArray array in arrays)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{array.Name} {string.Join('x', array.Shape)}\n"));
            hash.AppendData(SafetensorsFile.LittleEndian(array.Values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
