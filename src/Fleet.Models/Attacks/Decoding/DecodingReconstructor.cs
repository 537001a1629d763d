using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>Recovers pictures by one pass through a trained network.</summary>
internal sealed class DecodingReconstructor(InverseNetwork network, PictureFormat format, MessageOrder order) : IReconstructor
{
    private const int BatchSize = 64;

    public Reconstruction Reconstruct(
        Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TensorRuntime.Start();
        using var gradients = no_grad();
        return SceneBatches.Run(transmissions, BatchSize, (first, count, batches) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor pictures = cat([.. transmissions.Messages.Skip(first).Take(count).Select(rows => OfScene(transmissions, rows))]);
            progress?.Report(new AttackProgress((first / BatchSize) + 1, batches, Loss: 0));
            return new Reconstruction(PictureTensor.ToUnitRange(pictures, format), [.. Enumerable.Repeat(1, count)]);
        });
    }

    public void Dispose() => network.Dispose();

    /// <summary>Message by message, so that a picture does not depend on what else is decoded with it.</summary>
    private Tensor OfScene(Transmissions transmissions, IReadOnlyList<int> messages)
    {
        using var scope = NewDisposeScope();
        Tensor sum = Decode(messages[0]);
        foreach (int message in messages.Skip(1))
        {
            sum.add_(Decode(message));
        }

        return sum.div_(messages.Count).MoveToOuterDisposeScope();

        Tensor Decode(int message) => network.Apply(order.Pick(transmissions, [message]));
    }
}
