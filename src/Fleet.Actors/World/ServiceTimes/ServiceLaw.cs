using Fleet.Models.Randomness;

namespace Fleet.Actors.World.ServiceTimes;

/// <summary>How long a piece of work takes, around its operations or bytes over the rate. Has no state: all entities share one.</summary>
/// <param name="name">The word in scenario files: lower case, hyphens.</param>
/// <param name="documentation">What it does, as the rest of a sentence that begins with the job, such as "takes twice that".</param>
public abstract class ServiceLaw(string name, string documentation)
{
    /// <summary>Exactly its operations or bytes over the rate.</summary>
    public static ServiceLaw FromCost { get; } = new FromCostLaw();

    /// <summary>Exponential with that mean.</summary>
    public static ServiceLaw Exponential { get; } = new ExponentialLaw();

    /// <summary>The word in scenario files.</summary>
    public string Name => name;

    /// <summary>What it does, as the rest of a sentence that begins with the job.</summary>
    public string Documentation => documentation;

    /// <summary>What it is for, as the end of that sentence; empty if that needs no words.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Whether times are drawn. A law of fixed times has the factor 1.</summary>
    public bool IsRandom { get; init; } = true;

    /// <summary>Draws a job's time as a multiple of its operations or bytes over the rate. Called on all simulating threads.</summary>
    /// <param name="draws">The random numbers; the only ones it may use, so that a run can be repeated.</param>
    /// <param name="entity">The entity that serves the job.</param>
    /// <param name="index">The number of the job at the entity, from 0. No other job has the same.</param>
    /// <param name="spare">A number uniform in [0, 1) and independent of the factor, for the rounding of short times.</param>
    /// <returns>The factor: at least 0, 1 on average.</returns>
    public abstract double Factor(in CounterKey draws, uint entity, ulong index, out double spare);

    private sealed class FromCostLaw : ServiceLaw
    {
        public FromCostLaw()
            : base("from-cost", "takes its cost over the rate") => IsRandom = false;

        public override double Factor(in CounterKey draws, uint entity, ulong index, out double spare)
        {
            spare = 0;
            return 1;
        }
    }

    private sealed class ExponentialLaw : ServiceLaw
    {
        public ExponentialLaw()
            : base("exponential", "takes a random time with that mean") => Purpose = ", which the closed forms of queueing theory need";

        public override double Factor(in CounterKey draws, uint entity, ulong index, out double spare) =>
            draws.Exponential(entity, index, out spare);
    }
}
