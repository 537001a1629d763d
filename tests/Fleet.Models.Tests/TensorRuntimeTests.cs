using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests;

public sealed class TensorRuntimeTests
{
    [Fact]
    public void The_native_library_loads_and_computes()
    {
        TensorRuntime.Start();
        using var scope = NewDisposeScope();

        Assert.Equal(10f, tensor(new float[] { 1, 2, 3, 4 }).sum().item<float>());
    }

    [Fact]
    public void Every_thread_that_starts_the_library_computes_with_one_thread()
    {
        int[] threads = new int[3];
        Thread[] workers = [.. Enumerable.Range(0, threads.Length).Select(i => new Thread(() =>
        {
            TensorRuntime.Start();
            threads[i] = get_num_threads();
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        Assert.All(threads, count => Assert.Equal(1, count));
    }
}
