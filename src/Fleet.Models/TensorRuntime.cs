using TorchSharp;

namespace Fleet.Models;

/// <summary>The one-time start of the tensor library.</summary>
public static class TensorRuntime
{
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
            torch.set_num_threads(1);
            _started = true;
        }
    }
}
