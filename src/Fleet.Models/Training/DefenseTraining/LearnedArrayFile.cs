using System.Globalization;
using System.Security.Cryptography;
using Fleet.Models.Networks;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// A cache file of learned arrays with a hash of its content: it appears whole or not at all, and one that is damaged
/// counts as missing.
/// </summary>
internal static class LearnedArrayFile
{
    private const string HashKey = "sha256";

    /// <summary>The arrays, or null if there is no such file or it is damaged.</summary>
    public static IReadOnlyList<WeightArray>? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            (IReadOnlyList<WeightArray> arrays, IReadOnlyDictionary<string, string> metadata) = SafetensorsFile.Read(File.ReadAllBytes(path));
            return string.Equals(metadata.GetValueOrDefault(HashKey), Hash(arrays), StringComparison.Ordinal) ? arrays : null;
        }
        catch (InvalidDataException)
        {
            // A cache file is worth no more than the training that replaces it.
            return null;
        }
    }

    /// <summary>Writes the arrays.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="arrays">The arrays, in the order of the file.</param>
    /// <param name="training">What made them, for people who look into the file.</param>
    public static void Write(string path, IReadOnlyList<WeightArray> arrays, string training)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part");
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                SafetensorsFile.Write(stream, arrays, [new("training", training), new(HashKey, Hash(arrays))]);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>What was learned on the processor, or else on a device: the arrays, or null if neither file is sound.</summary>
    /// <param name="plain">The file of what was learned on the processor.</param>
    /// <param name="compute">Where it would be learned now.</param>
    public static IReadOnlyList<WeightArray>? TryRead(string plain, ComputeDevice compute) =>
        TryRead(plain) ?? (compute.IsCpu ? null : TryRead(compute.FileFor(plain)));

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
