using TorchSharp;

namespace Fleet.Models.Attacks;

/// <summary>One attack from beginning to end, timed on the wall clock.</summary>
/// <param name="Cost">What it costs at most, in operations and queries.</param>
/// <param name="Preparation">The time spent once for the target.</param>
/// <param name="Work">The time spent on the messages; not that of making them and of looking at the pictures.</param>
public sealed record AttackRun(AttackCost Cost, TimeSpan Preparation, TimeSpan Work)
{
    /// <summary>Prepares an attack, recovers the pictures portion by portion and takes the time.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="target">What is attacked.</param>
    /// <param name="scenes">Makes the messages and takes the pictures.</param>
    /// <param name="clock">The wall clock; the pictures do not depend on it.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    /// <exception cref="ArgumentException">The target does not offer what the attack needs, or messages have another shape.</exception>
    public static AttackRun Measure(
        IAttack attack,
        AttackTarget target,
        SceneStream scenes,
        TimeProvider clock,
        IProgress<AttackProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long start = clock.GetTimestamp();
        using IReconstructor reconstructor = attack.Prepare(target, progress is null ? null : new PreparationProgress(progress), cancellationToken);
        TimeSpan preparation = clock.GetElapsedTime(start);
        TimeSpan work = TimeSpan.Zero;
        int first = 0;
        foreach (int count in scenes.Portions)
        {
            using var scope = torch.NewDisposeScope();
            Transmissions messages = scenes.Load(first, count);
            messages.Require(target.Activation);
            long begin = clock.GetTimestamp();
            Reconstruction recovered = reconstructor.Reconstruct(messages, Share(progress, first, messages.Scenes, scenes.Count), cancellationToken);
            work += clock.GetElapsedTime(begin);
            scenes.Recovered(first, recovered);
            first += count;
        }

        return new AttackRun(attack.Cost(target.Outline), preparation, work);
    }

    private static PortionProgress? Share(IProgress<AttackProgress>? progress, int first, int count, int all) =>
        progress is null ? null : new PortionProgress(progress, first, count, all);

    private sealed class PreparationProgress(IProgress<AttackProgress> progress) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value) => progress.Report(value with { IsPreparation = true });
    }

    /// <summary>Reports the iterations of a portion as a share of those of all scenes.</summary>
    private sealed class PortionProgress(IProgress<AttackProgress> progress, int first, int count, int all) : IProgress<AttackProgress>
    {
        // In shares of a scene, because portions have different numbers of batches.
        private const int StepsPerScene = 1_000;

        public void Report(AttackProgress value) => progress.Report(value with
        {
            Iteration = (int)Math.Max(1, (first + (count * (double)value.Iteration / value.Iterations)) * StepsPerScene),
            Iterations = all * StepsPerScene,
        });
    }
}
