namespace Fleet.Models.Attacks;

/// <summary>
/// What an attack costs at its limit of iterations: a function of shapes and settings alone, so that nothing simulated
/// depends on the values of a tensor. A backward pass counts as two forward passes; steps on pixels and weights are left out.
/// </summary>
/// <param name="PreparationFlops">Floating point operations once for a target.</param>
/// <param name="FlopsPerScene">Floating point operations for each picture recovered.</param>
/// <param name="Queries">Queries to the device's half, once for a target.</param>
public sealed record AttackCost(long PreparationFlops, long FlopsPerScene, long Queries)
{
    /// <summary>A forward and a backward pass, in forward passes.</summary>
    internal const int PassesPerStep = 3;
}
