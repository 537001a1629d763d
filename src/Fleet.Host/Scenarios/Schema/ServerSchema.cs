using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a server.</summary>
internal static class ServerSchema
{
    private static readonly Key<int> Size = new(Values.Count())
    {
        Name = "size",
        Documentation = "The most requests in a batch.",
        Default = "1",
        Example = "32",
    };

    private static readonly Key<SimTime> Wait = new(Values.Duration(positive: false))
    {
        Name = "wait",
        Documentation = "How long the oldest request waits for its batch to fill while a worker is free.",
        Default = "0 s",
        Example = "5 ms",
    };

    private static readonly Key<string> Name = new(new NameSpec())
    {
        Name = "name",
        Documentation = "The name, for `to` of links and `at` of the adversary.",
        Example = "cloud",
    };

    private static readonly Key<int> Count = new(Values.Count())
    {
        Name = "count",
        Documentation = "How many such servers; the links are dealt out over them in turn.",
        Default = "1",
        Example = "4",
    };

    private static readonly Key<int> Workers = new(Values.Count())
    {
        Name = "workers",
        Documentation = "How many batches a server works on at once.",
        Default = "1",
        Example = "16",
    };

    private static readonly Key<ComputeSpec> Compute = new(ComputeSchema.Spec)
    {
        Name = "compute",
        Documentation = "The compute budget of one worker.",
        Example = "1 TFLOP/s",
    };

    private static readonly Key<BatchSection> Batch = new(new MapSpec<BatchSection>(
        new MapDeclaration("Batch", "a batch", "How requests are gathered into batches.", [Size, Wait]),
        v => new BatchSection(v.Get(Size), v.Get(Wait))))
    {
        Name = "batch",
        Documentation = "How requests are gathered into batches.",
        Default = "{}",
        Example = "{ size: 32, wait: 5 ms }",
    };

    /// <summary>An item of the section <c>servers</c>.</summary>
    public static MapSpec<ServerSection> Spec { get; } = new(
        new MapDeclaration("Server", "a server", "A kind of server: one queue, first come first served, several workers, batches.", [Name, Count, Workers, Compute, Batch]),
        v => new ServerSection
        {
            Name = v.Get(Name)!,
            Count = v.Get(Count),
            Workers = v.Get(Workers),
            Compute = v.Get(Compute)!,
            Batch = v.Get(Batch)!,
        });
}
