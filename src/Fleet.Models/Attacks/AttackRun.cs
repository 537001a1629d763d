namespace Fleet.Models.Attacks;

/// <summary>One attack from beginning to end, timed on the wall clock.</summary>
/// <param name="Reconstruction">What it recovered.</param>
/// <param name="Cost">What it costs at most, in operations and queries.</param>
/// <param name="Preparation">The time spent once for the target.</param>
/// <param name="Work">The time spent on the messages.</param>
public sealed record AttackRun(Reconstruction Reconstruction, AttackCost Cost, TimeSpan Preparation, TimeSpan Work)
{
    /// <summary>Prepares an attack, recovers the pictures and takes the time.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="target">What is attacked.</param>
    /// <param name="transmissions">What crossed the links.</param>
    /// <param name="clock">The wall clock; the pictures do not depend on it.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    public static AttackRun Measure(
        IAttack attack,
        AttackTarget target,
        Transmissions transmissions,
        TimeProvider clock,
        IProgress<AttackProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long start = clock.GetTimestamp();
        using IReconstructor reconstructor = attack.Prepare(target, progress, cancellationToken);
        long prepared = clock.GetTimestamp();
        Reconstruction reconstruction = reconstructor.Reconstruct(transmissions, progress, cancellationToken);
        return new AttackRun(
            reconstruction, attack.Cost(target.Outline), clock.GetElapsedTime(start, prepared), clock.GetElapsedTime(prepared));
    }
}
