using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>Works through scenes batch by batch, each in a dispose scope of its own.</summary>
internal static class SceneBatches
{
    /// <param name="first">The first scene of the batch.</param>
    /// <param name="count">How many scenes it has.</param>
    /// <param name="batches">How many batches there are in all.</param>
    public delegate Reconstruction Worker(int first, int count, int batches);

    /// <summary>What the worker recovers of all scenes, in their order.</summary>
    public static Reconstruction Run(Transmissions transmissions, int batchSize, Worker work)
    {
        int batches = (transmissions.Scenes + batchSize - 1) / batchSize;
        List<float[]> images = [];
        List<int> iterations = [];
        for (int first = 0; first < transmissions.Scenes; first += batchSize)
        {
            using var scope = NewDisposeScope();
            Reconstruction part = work(first, Math.Min(batchSize, transmissions.Scenes - first), batches);
            images.AddRange(part.Images);
            iterations.AddRange(part.IterationsByScene);
        }

        return new Reconstruction(images, iterations);
    }
}
