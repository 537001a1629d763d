using System.Runtime.InteropServices;
using TorchSharp;

namespace Fleet.Models.Tensors;

/// <summary>The one-time start of the tensor library.</summary>
public static class TensorRuntime
{
    private static readonly Lazy<bool> KeepsFreedMemory = new(NativeHeap.KeepFreedMemory);

    [ThreadStatic]
    private static bool _started;

    /// <summary>
    /// Loads the library and limits it to one thread per calling thread: the number of threads changes results bit by
    /// bit, and small layers run slower with several. Called by everything here that computes with tensors; calling it
    /// again costs nothing.
    /// </summary>
    /// <remarks>The library keeps the limit per calling thread, so each thread sets it before its first operation.</remarks>
    public static void Start()
    {
        if (!_started)
        {
            _ = KeepsFreedMemory.Value;
            torch.set_num_threads(1);
            _started = true;
        }
    }

    /// <summary>The allocator of the GNU C library, from which the tensors of the processor come.</summary>
    private static class NativeHeap
    {
        private const int TrimThreshold = -1;
        private const int MmapThreshold = -3;
        private const int LargestMmapThreshold = 32 * 1024 * 1024;

        /// <summary>
        /// Keeps freed memory for the next tensor of the same size. Otherwise every activation of a batch is a new mapping
        /// whose pages the system clears at first touch, which can take a third of a training step.
        /// </summary>
        /// <returns>False where the C library is another one: then its own rules hold.</returns>
        public static bool KeepFreedMemory() =>
            OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "mallopt", out nint address)
            && Set(Marshal.GetDelegateForFunctionPointer<MallocOption>(address));

        private static bool Set(MallocOption option) =>
            option(MmapThreshold, LargestMmapThreshold) == 1 && option(TrimThreshold, int.MaxValue) == 1;

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        private delegate int MallocOption(int parameter, int value);
    }
}
