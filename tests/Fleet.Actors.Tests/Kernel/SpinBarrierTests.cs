using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Kernel;

/// <summary>Threads meet.</summary>
public sealed class SpinBarrierTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void All_wait_for_all_and_one_of_them_is_the_last(int threads)
    {
        const int Rounds = 2_000;
        var barrier = new SpinBarrier(threads);
        int[] come = new int[threads];
        int[] last = new int[Rounds];
        int early = 0;
        Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                Volatile.Write(ref come[thread], round + 1);
                if (barrier.Arrive())
                {
                    last[round]++; // the others stand still
                    early += come.Count(rounds => rounds != round + 1);
                    barrier.Release();
                }
                else if (Enumerable.Range(0, threads).Any(other => Volatile.Read(ref come[other]) <= round))
                {
                    Interlocked.Increment(ref early);
                }
            }
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        Assert.Equal(0, early);
        Assert.All(last, times => Assert.Equal(1, times));
    }
}
