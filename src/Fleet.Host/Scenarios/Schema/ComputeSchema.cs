using Fleet.Actors.Shell;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of a compute budget.</summary>
internal static class ComputeSchema
{
    private static readonly Key<double> Rate = new(new ComputeRateSpec())
    {
        Name = "rate",
        Documentation = "Floating point operations a second, of one worker.",
        Example = "3.1 GFLOP/s",
    };

    private static readonly Key<ServiceLaw> Service = new(Values.Service(ServiceLawCatalog.BuiltIn))
    {
        Name = "service",
        Documentation = Values.ServiceDocumentation(ServiceLawCatalog.BuiltIn, "a job", "its operations over the rate", purpose: true),
        Default = "from-cost",
        Example = "exponential",
    };

    /// <summary>A rate, or a map.</summary>
    public static ShorthandSpec<ComputeSpec> Spec { get; } = new(
        new MapSpec<ComputeSpec>(
            new MapDeclaration("Compute", "a compute budget", "A compute budget. A plain value stands for `rate`.", [Rate, Service]),
            v => new ComputeSpec(v.Get(Rate), v.Get(Service)!)),
        Rate);
}
