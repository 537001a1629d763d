namespace Fleet.Models.Attacks;

/// <summary>Where an attack stands.</summary>
/// <param name="Iteration">Iterations done, over all batches.</param>
/// <param name="Iterations">The most there will be, over all batches.</param>
/// <param name="Loss">The objective, as a mean over the messages still worked on or the steps since the last report.</param>
public sealed record AttackProgress(int Iteration, int Iterations, double Loss)
{
    /// <summary>Whether it is what is done once for a target that goes on, such as training a decoder.</summary>
    public bool IsPreparation { get; init; }
}
