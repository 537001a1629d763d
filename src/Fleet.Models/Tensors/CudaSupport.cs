using System.Globalization;
using TorchSharp;

namespace Fleet.Models.Tensors;

/// <summary>What this build and this machine have of CUDA.</summary>
/// <param name="IsInBuild">Whether the program was built with the tensor library's CUDA package.</param>
/// <param name="Devices">Counts the devices that the library sees; asked only where the package is there.</param>
internal sealed record CudaSupport(bool IsInBuild, Func<int> Devices)
{
    /// <summary>Set by build/NativeTorch.targets.</summary>
    private const string BuildKey = "Fleet.Torch";

    /// <summary>That of the running program.</summary>
    public static CudaSupport OfProcess { get; } = new(AppContext.GetData(BuildKey) is "cuda", Count);

    /// <summary>Why a device cannot be used, and what to do about it; empty if it can.</summary>
    /// <param name="number">Which one, from 0.</param>
    public string ProblemOf(int number)
    {
        if (!IsInBuild)
        {
            return "This build computes on the processor only. Build it with -p:FleetTorch=cuda (see \"On a GPU\" in docs/guide.md), or leave out --device.";
        }

        int count = Devices();
        return count == 0 ? "No CUDA device is visible. Check the driver with nvidia-smi and the variable CUDA_VISIBLE_DEVICES, or leave out --device."
            : number >= count ? string.Create(CultureInfo.InvariantCulture, $"There is no device 'cuda:{number}'; visible {(count == 1 ? "is cuda:0" : string.Create(CultureInfo.InvariantCulture, $"are cuda:0 to cuda:{count - 1}"))}.")
            : "";
    }

    private static int Count()
    {
        if (!torch.cuda.is_available())
        {
            return 0;
        }

        // Ten bits of mantissa in convolutions would cost more accuracy than the device's speed is worth here.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        return torch.cuda.device_count();
    }
}
