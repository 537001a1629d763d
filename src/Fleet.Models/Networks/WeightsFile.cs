using System.Globalization;
using Fleet.Models.Files;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>
/// Weights in a safetensors file, with the names of PyTorch's state_dict (conv1.weight, bn1.running_mean): a user's own, or
/// trained ones for others to use.
/// </summary>
public static class WeightsFile
{
    /// <summary>The counter that PyTorch keeps beside running averages; nothing here depends on it.</summary>
    private const string BatchCounter = ".num_batches_tracked";

    /// <summary>Reads the weights of a network.</summary>
    /// <param name="network">The table of layers.</param>
    /// <param name="path">The file. Float32, or float16, bfloat16 and float64, which are rounded to float32.</param>
    /// <param name="compute">Where the network computes; null for the processor.</param>
    /// <returns>The network, which the caller disposes of.</returns>
    /// <exception cref="WeightsException">The file cannot be read or does not hold what the network needs.</exception>
    public static TrainedNetwork Load(NetworkSpec network, string path, ComputeDevice? compute = null)
    {
        try
        {
            IReadOnlyList<WeightArray> arrays = SafetensorsFile.Read(RegularFile.ReadAllBytes(path)).Arrays;
            return new TrainedNetwork(
                network, [.. arrays.Where(array => !array.Name.EndsWith(BatchCounter, StringComparison.Ordinal))], compute);
        }
        catch (InvalidDataException problem)
        {
            throw new WeightsException($"{path}: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            string reason = problem is SpecialFileException ? $"This is {RegularFile.Special}; expected a safetensors file."
                : problem is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such weights file."
                : Directory.Exists(path) ? "This is a folder; expected a safetensors file."
                : new FileInfo(path) is { Exists: true, Length: > int.MaxValue } ? "The weights file has more than 2 GB, which is not read."
                : $"The weights cannot be read: {problem.Message}";
            throw new WeightsException($"{path}: {reason}", problem);
        }
    }

    /// <summary>Writes weights; the file appears whole or not at all. Equal arguments give equal bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; an earlier one is replaced.</param>
    /// <param name="metadata">Text that goes with the weights, by key.</param>
    /// <exception cref="WeightsException">The file cannot be written.</exception>
    public static void Save(TrainedNetwork network, string path, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (FileStream stream = File.Create(temporary))
            {
                SafetensorsFile.Write(stream, network.Weights, metadata);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException($"{path}: The weights cannot be written: {problem.Message}", problem);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}

/// <summary>A weights file cannot be used; the message names it and says why, in words for the user.</summary>
public sealed class WeightsException(string message, Exception inner) : Exception(message, inner);
