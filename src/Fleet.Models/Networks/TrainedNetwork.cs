using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Tensors;
using Fleet.Models.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Networks;

/// <summary>
/// A network with its weights, which require no gradient: gradients flow to the input only, as an attack needs them.
/// Used by one thread at a time.
/// </summary>
public sealed class TrainedNetwork : IDisposable
{
    private readonly LayerWeights?[] _weights;
    private readonly WeightArray[] _arrays;
    private readonly Tensor[] _tensors;

    /// <exception cref="InvalidDataException">The arrays are not those that the network needs.</exception>
    internal TrainedNetwork(NetworkSpec spec, IReadOnlyList<WeightArray> arrays, ComputeDevice? compute = null)
    {
        TensorRuntime.Start();
        Spec = spec;
        Compute = compute ?? ComputeDevice.Cpu;
        Device = Compute.Torch;
        _arrays = Arrange(spec, arrays);
        _tensors = [.. _arrays.Select(array => AlignedTensor.Of(array.Values, Device, [.. array.Shape]).DetachFromDisposeScope())];
        _weights = LayerWeights.ByLayer(spec, _tensors);
        WeightsHash = Hash(_arrays);
    }

    /// <summary>The table of layers.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>SHA-256 of names, shapes and values of the weights, in lower-case hexadecimal.</summary>
    public string WeightsHash { get; }

    /// <summary>The device that holds its weights; inputs and activations are there too.</summary>
    public ComputeDevice Compute { get; }

    /// <summary>The same device in the tensor library.</summary>
    internal Device Device { get; }

    internal IReadOnlyList<WeightArray> Weights => _arrays;

    /// <summary>The device's part: what leaves the device for a normalised input.</summary>
    /// <param name="normalisedInput">Pictures of shape (batch, channels, height, width) after normalisation.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <returns>The activation, with the batch in front, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public Tensor Head(Tensor normalisedInput, string split)
    {
        TensorRuntime.Start();
        return LayerOperations.Apply(Spec, _weights, normalisedInput, 0, Spec.Require(split) + 1);
    }

    /// <summary>The cloud's part: the scores of the classes for an activation.</summary>
    /// <param name="activation">What <see cref="Head"/> gave, perhaps defended.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <returns>Scores of shape (batch, classes), in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public Tensor Tail(Tensor activation, string split)
    {
        TensorRuntime.Start();
        return LayerOperations.Apply(Spec, _weights, activation, Spec.Require(split) + 1, Spec.Layers.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors)
        {
            tensor.Dispose();
        }
    }

    /// <summary>The arrays in the order of the layers, each there once, of the right shape and finite.</summary>
    private static WeightArray[] Arrange(NetworkSpec spec, IReadOnlyList<WeightArray> arrays)
    {
        IReadOnlyList<RequiredArray> required = WeightArray.Required(spec);
        string[] missing = [.. required.Select(item => item.Name).Except(arrays.Select(array => array.Name), StringComparer.Ordinal)];
        string[] unknown = [.. arrays.Select(array => array.Name).Except(required.Select(item => item.Name), StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"Network {spec.Name} needs the weights {Some(missing)}, which are missing"
                + (unknown.Length > 0 ? $"; there are weights that it has no place for: {Some(unknown)}." : "."));
        }

        return unknown.Length > 0
            ? throw new InvalidDataException($"Network {spec.Name} has no place for the weights {Some(unknown)}.")
            : [.. required.Select(item => Find(spec, arrays, item.Name, item.Shape))];
    }

    private static string Some(string[] names)
    {
        const int Most = 4;
        string rest = names.Length > Most ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - Most} more") : "";
        return string.Join(", ", names.Take(Most).Select(PlainText.Line)) + rest;
    }

    private static WeightArray Find(NetworkSpec spec, IReadOnlyList<WeightArray> arrays, string name, long[] shape)
    {
        WeightArray array = arrays.First(a => string.Equals(a.Name, name, StringComparison.Ordinal));
        if (!array.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException($"The weights {name} have shape {PlainText.Line(string.Join('x', array.Shape))}; network {spec.Name} needs {string.Join('x', shape)}.");
        }

        int notFinite = Array.FindIndex(array.Values, value => !float.IsFinite(value));
        if (notFinite >= 0)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Element {notFinite} of the weights {name} is {array.Values[notFinite]}."));
        }

        bool variance = name.EndsWith(ArrayRole.RunningVariance.Suffix(), StringComparison.Ordinal);
        int negative = variance ? Array.FindIndex(array.Values, value => value < 0) : -1;
        return negative < 0
            ? array
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Element {negative} of the variances {name} is {array.Values[negative]}; expected at least 0."));
    }

    private static string Hash(IEnumerable<WeightArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (WeightArray array in arrays)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{array.Name} {string.Join('x', array.Shape)}\n"));
            hash.AppendData(SafetensorsFile.LittleEndian(array.Values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
