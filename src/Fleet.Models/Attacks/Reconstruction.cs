namespace Fleet.Models.Attacks;

/// <summary>What an attack recovered, message by message in the order given.</summary>
/// <param name="Images">Pictures in [0, 1], de-normalised and clipped: channels x height x width, row by row.</param>
/// <param name="IterationsByMessage">Iterations until each picture was finished, or the limit.</param>
public sealed record Reconstruction(IReadOnlyList<float[]> Images, IReadOnlyList<int> IterationsByMessage)
{
    /// <summary>The most iterations that any message took; 0 if there was none.</summary>
    public int Iterations => IterationsByMessage.DefaultIfEmpty().Max();
}
