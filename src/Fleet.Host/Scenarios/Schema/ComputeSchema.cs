using Fleet.Actors.Shell;
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

    private static readonly Key<ServiceLaw> Service = new(Values.Service)
    {
        Name = "service",
        Documentation = "`from-cost`: a job takes its operations over the rate. `exponential`: it takes a random time with that mean, which the closed forms of queueing theory need.",
        Default = "from-cost",
        Example = "exponential",
    };

    /// <summary>A rate, or a map.</summary>
    public static ShorthandSpec<ComputeSpec> Spec { get; } = new(
        new MapSpec<ComputeSpec>(
            new MapDeclaration("Compute", "a compute budget", "A compute budget. A plain value stands for `rate`.", [Rate, Service]),
            v => new ComputeSpec(v.Get(Rate), v.Get(Service))),
        Rate);
}
