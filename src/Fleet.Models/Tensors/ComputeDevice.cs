using System.Globalization;
using Fleet.Models.Networks;
using Fleet.Models.Text;
using TorchSharp;

namespace Fleet.Models.Tensors;

/// <summary>
/// Where tensors are computed: the processor, or a CUDA device. A network carries its own (<see cref="Networks.TrainedNetwork.Compute"/>),
/// an attack has that of its target; every other tensor is made where those lie that it meets. Random numbers are drawn on the
/// processor and copied, so that a seed means the same numbers on either.
/// </summary>
/// <remarks>Results are equal bit for bit on the processor only. docs/decisions/0015-compute-device.md says what is known of others.</remarks>
public sealed record ComputeDevice
{
    private const string CpuName = "cpu";
    private const string CudaName = "cuda";

    private readonly DeviceType _type;
    private readonly int _index;

    /// <param name="name">The name in results, with the number where there may be several.</param>
    /// <param name="type">The kind of device, as the tensor library numbers it.</param>
    /// <param name="index">Which of its kind; -1 where there is but one.</param>
    internal ComputeDevice(string name, DeviceType type, int index) => (Name, _type, _index) = (name, type, index);

    /// <summary>The processor: the default, and the only one whose results do not change from run to run.</summary>
    public static ComputeDevice Cpu { get; } = new(CpuName, DeviceType.CPU, -1);

    /// <summary>The name in options and results: cpu, cuda:0, cuda:1, ...</summary>
    public string Name { get; }

    /// <summary>Whether it is the processor.</summary>
    public bool IsCpu => _type == DeviceType.CPU;

    /// <summary>The device as the tensor library names it. Loads the library.</summary>
    internal torch.Device Torch => new(_type, _index);

    /// <summary>Finds a device by its name and makes it ready.</summary>
    /// <param name="name">cpu, cuda (the first one) or cuda:N with N from 0. Case counts.</param>
    /// <param name="device">The device, or null.</param>
    /// <param name="problem">What is wrong and what to do about it, or empty.</param>
    /// <returns>Whether it is there.</returns>
    public static bool TryOpen(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ComputeDevice? device, out string problem) =>
        TryOpen(name, CudaSupport.OfProcess, out device, out problem);

    internal static bool TryOpen(
        string name, CudaSupport cuda, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ComputeDevice? device, out string problem)
    {
        device = name == CpuName ? Cpu : null;
        problem = "";
        if (device is null && NumberOf(name) is not { } number)
        {
            problem = Unknown(name);
        }
        else if (device is null)
        {
            problem = cuda.ProblemOf(number: NumberOf(name)!.Value);
            device = problem.Length == 0 ? new ComputeDevice(string.Create(CultureInfo.InvariantCulture, $"{CudaName}:{NumberOf(name)}"), DeviceType.CUDA, NumberOf(name)!.Value) : null;
        }

        return device is not null;
    }

    /// <summary>
    /// Where a cache keeps an array that was learned on this device. Those of the processor have the plain name, so that no
    /// other device's rounding reaches a result of the processor.
    /// </summary>
    /// <param name="plain">The file of the same array, learned on the processor.</param>
    internal string FileFor(string plain) =>
        IsCpu ? plain : Path.ChangeExtension(plain, null) + $"-{Name.Split(':')[0]}{Path.GetExtension(plain)}";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The N of cuda:N, 0 for cuda, null for anything else.</summary>
    private static int? NumberOf(string name)
    {
        if (name == CudaName)
        {
            return 0;
        }

        const string before = CudaName + ":";
        return name.StartsWith(before, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(before.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static string Unknown(string name)
    {
        string? nearest = name.Equals("gpu", StringComparison.OrdinalIgnoreCase) ? CudaName : NearestName.Find(name, [CpuName, CudaName, CudaName + ":0"]);
        return $"There is no device '{name}'. Known: {CpuName}, {CudaName}, {CudaName}:N."
            + (nearest is null ? "" : $" Did you mean '{nearest}'?");
    }
}
