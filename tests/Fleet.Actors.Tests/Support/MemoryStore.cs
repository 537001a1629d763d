using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Support;

/// <summary>Keeps all checkpoints of a run in memory.</summary>
internal sealed class MemoryStore(SimTime interval) : ICheckpointStore
{
    public SimTime Interval => interval;

    public ListSink? Sink { get; set; }

    public List<Checkpoint> Kept { get; } = [];

    public Action? Saved { get; set; }

    public void Save(SimTime at, int regions, Action<CheckpointWriter> world)
    {
        using var stream = new MemoryStream();
        var writer = new CheckpointWriter(stream);
        world(writer);
        writer.Flush();
        Kept.Add(new Checkpoint(at, Sink?.Requests.Count ?? 0, stream.ToArray()));
        Saved?.Invoke();
    }
}

/// <summary>One of them.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Requests">How many requests had ended.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record Checkpoint(SimTime At, int Requests, byte[] Bytes)
{
    public CheckpointReader Open() => new(new MemoryStream(Bytes));
}
