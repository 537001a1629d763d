namespace Fleet.Models.Attacks;

/// <summary>Reports the iterations of one batch as a share of those of all.</summary>
/// <param name="progress">Takes the reports; null for nobody.</param>
/// <param name="position">The batch, from 0.</param>
/// <param name="batches">How many batches there are.</param>
/// <param name="iterations">The most iterations of a batch.</param>
internal sealed class BatchProgress(IProgress<AttackProgress>? progress, int position, int batches, int iterations)
{
    /// <summary>Reports an iteration, from 1, and the mean objective.</summary>
    public void Report(int iteration, double loss) =>
        progress?.Report(new AttackProgress((position * iterations) + iteration, batches * iterations, loss));
}
