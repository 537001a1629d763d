using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a server.</summary>
internal static class ServerSchema
{
    private static readonly ServerSpec Blank = new() { Name = "", Compute = new ComputeSpec(0) };

    private static readonly MapSpec<ServerSpec> Batch = new("Batch", "a batch", "How requests are gathered into batches.", Blank,
    [
        new Key<ServerSpec, int>(Values.Count(), s => s.BatchSize, (s, value) => s with { BatchSize = value })
        {
            Name = "size",
            Documentation = "The most requests in a batch.",
            Default = "1",
            Example = "32",
        },
        new Key<ServerSpec, SimTime>(Values.Duration(positive: false), s => s.BatchWait, (s, value) => s with { BatchWait = value })
        {
            Name = "wait",
            Documentation = "How long the oldest request waits for its batch to fill while a worker is free.",
            Default = "0 s",
            Example = "5 ms",
        },
    ]);

    /// <summary>An item of the section <c>servers</c>.</summary>
    public static MapSpec<ServerSpec> Spec(Catalogs catalogs) => new(
        "Server", "a server", "A kind of server: one queue, first come first served, several workers, batches.", Blank,
        [
            new Key<ServerSpec, string>(new NameSpec(), s => s.Name, (s, value) => s with { Name = value })
            {
                Name = "name",
                Documentation = "The name, for `to` of links and `at` of the adversary.",
                Example = "cloud",
            },
            new Key<ServerSpec, int>(Values.Count(), s => s.Count, (s, value) => s with { Count = value })
            {
                Name = "count",
                Documentation = "How many such servers; the links are dealt out over them in turn.",
                Default = "1",
                Example = "4",
            },
            new Key<ServerSpec, int>(Values.Count(), s => s.Workers, (s, value) => s with { Workers = value })
            {
                Name = "workers",
                Documentation = "How many batches a server works on at once.",
                Default = "1",
                Example = "16",
            },
            new Key<ServerSpec, ComputeSpec>(ComputeSchema.Spec(catalogs), s => s.Compute, (s, value) => s with { Compute = value })
            {
                Name = "compute",
                Documentation = "The compute budget of one worker.",
                Example = "1 TFLOP/s",
            },
            new Key<ServerSpec, ServerSpec>(Batch, s => s, Batch.Copy)
            {
                Name = "batch",
                Documentation = "How requests are gathered into batches.",
                Default = "{}",
                Example = "{ size: 32, wait: 5 ms }",
            },
        ]);
}
