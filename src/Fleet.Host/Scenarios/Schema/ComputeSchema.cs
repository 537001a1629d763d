using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a compute budget.</summary>
internal static class ComputeSchema
{
    private static readonly Key<ComputeSpec, double> Rate = new(new ComputeRateSpec(), c => c.FlopsPerSecond, (c, value) => c with { FlopsPerSecond = value })
    {
        Name = "rate",
        Documentation = "Floating point operations a second, of one worker.",
        Example = "3.1 GFLOP/s",
    };

    /// <summary>A rate, or a map.</summary>
    public static ShorthandSpec<ComputeSpec> Spec(Catalogs catalogs) => new(
        new MapSpec<ComputeSpec>("Compute", "a compute budget", "A compute budget. A plain value stands for `rate`.", new ComputeSpec(0),
        [
            Rate,
            new Key<ComputeSpec, ServiceLaw>(Values.Service(catalogs.ServiceLaws), c => c.Service, (c, value) => c with { Service = value })
            {
                Name = "service",
                Documentation = Values.ServiceDocumentation(catalogs.ServiceLaws, "a job", "its operations over the rate", purpose: true),
                Default = "from-cost",
                Example = "exponential",
            },
        ]),
        Rate.Value,
        Rate);
}
