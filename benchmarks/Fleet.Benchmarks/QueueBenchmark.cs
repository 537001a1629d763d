using System.CommandLine;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Benchmarks;

/// <summary>
/// The hold model: a queue keeps its size while each event taken is replaced by one that lies an exponential time ahead
/// (Jones, "An empirical comparison of priority-queue and event-set implementations", CACM 29(4), 1986).
/// </summary>
[InProcess]
[WarmupCount(3)]
[IterationCount(5)]
[MemoryDiagnoser]
public class QueueBenchmark
{
    private const int Steps = 1_000_000;

    private IEventQueue _queue = new HeapQueue();
    private ulong _draw = 1;
    private uint _sequence;

    /// <summary>The queue.</summary>
    [Params(EventQueueKind.Buckets, EventQueueKind.Heap)]
    public EventQueueKind Queue { get; set; }

    /// <summary>Events that wait.</summary>
    [Params(10_000, 1_000_000)]
    public int Waiting { get; set; }

    /// <summary>Fills the queue.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _queue = Queue == EventQueueKind.Heap ? new HeapQueue() : new BucketQueue();
        for (int i = 0; i < Waiting; i++)
        {
            Push(SimTime.Zero, i);
        }

        Hold();
    }

    /// <summary>Takes and replaces a million events.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void Hold()
    {
        for (int i = 0; i < Steps; i++)
        {
            _queue.TryPop(SimTime.Never, out SimEvent item);
            Push(item.Time, item.Source.Value);
        }
    }

    /// <summary>The command that runs this benchmark.</summary>
    internal static Command Command()
    {
        var command = new Command("queue", "Both event queues in the hold model, by BenchmarkDotNet.");
        command.SetAction(_ => BenchmarkRunner.Run<QueueBenchmark>());
        return command;
    }

    private void Push(SimTime now, int source)
    {
        _draw = (_draw * 6364136223846793005) + 1442695040888963407;
        double uniform = ((_draw >> 11) + 1) * (1.0 / (1UL << 53));
        var ahead = SimTime.FromSeconds(-Math.Log(uniform));
        _queue.Push(new SimEvent { Time = now + ahead, Source = new EntityId(source), Sequence = _sequence++ });
    }
}
