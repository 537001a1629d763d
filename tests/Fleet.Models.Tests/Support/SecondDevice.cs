using System.Runtime.InteropServices;
using Fleet.Models.Tensors;
using TorchSharp;

namespace Fleet.Models.Tests.Support;

/// <summary>
/// A device beside the processor on a machine that has no other: the tensor library's lazy tensors. They compute the same
/// operations, on the processor in the end, but count as another device: most operations refuse to mix their tensors with those
/// of the processor, and nobody looks into their memory.
/// </summary>
internal static class SecondDevice
{
    // c10::DeviceType::Lazy; the wrapper's enumeration ends before it.
    private const DeviceType LazyTensors = (DeviceType)17;

    // void torch::lazy::InitTorchScriptBackend()
    private const string Initialise = "_ZN5torch4lazy22InitTorchScriptBackendEv";

    private static readonly Lazy<ComputeDevice> Started = new(Start);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Procedure();

    /// <summary>The device.</summary>
    public static ComputeDevice Compute => Started.Value;

    private static ComputeDevice Start()
    {
        TensorRuntime.Start();
        nint library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so"));
        Marshal.GetDelegateForFunctionPointer<Procedure>(NativeLibrary.GetExport(library, Initialise))();
        return new ComputeDevice("second:0", LazyTensors, 0);
    }
}
