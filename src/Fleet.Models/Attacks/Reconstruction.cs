namespace Fleet.Models.Attacks;

/// <summary>What an attack recovered, scene by scene.</summary>
/// <param name="Images">Pictures in [0, 1], de-normalised and clipped: channels x height x width, row by row.</param>
/// <param name="IterationsByScene">Iterations until each picture was finished, or the limit; 1 for a single pass through a decoder.</param>
public sealed record Reconstruction(IReadOnlyList<float[]> Images, IReadOnlyList<int> IterationsByScene)
{
    /// <summary>The most iterations that any scene took; 0 if there was none.</summary>
    public int Iterations => IterationsByScene.DefaultIfEmpty().Max();
}
