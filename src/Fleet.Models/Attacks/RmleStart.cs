using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// Where the rMLE attack starts: constant grey, as in the paper, of the level whose activation comes closest. With the
/// middle level some networks leave every unit after a rectifier at 0; then no gradient reaches the picture and the attack
/// stands still where it began.
/// </summary>
internal static class RmleStart
{
    private const int Levels = 9;

    /// <summary>The middle grey for each scene.</summary>
    public static Tensor MiddleGrey(PictureFormat format, int scenes, Device on) => PixelRange.Normalised(format, 0.5f, on)
        .expand(scenes, format.Shape.Channels, format.Shape.Height, format.Shape.Width).clone();

    /// <summary>A constant picture for each scene.</summary>
    /// <param name="head">The device's layers as the attacker has them.</param>
    /// <param name="observation">What is known of the activations.</param>
    /// <returns>Normalised pictures, one for each scene, in the caller's dispose scope.</returns>
    public static Tensor ClosestGrey(AttackedHead head, Observation observation)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        TensorShape shape = head.Spec.Input;
        Tensor greys = cat([.. Enumerable.Range(0, Levels).Select(i => PixelRange.Normalised(PictureFormat.Of(head.Spec), i / (Levels - 1f), observation.Value.device))])
            .expand(Levels, shape.Channels, shape.Height, shape.Width);
        Tensor seen = head.Activation(greys.contiguous());

        // One level after the other: all differences at once would be nine times the activations in memory.
        Tensor distances = stack([.. Enumerable.Range(0, Levels).Select(i => observation.Misfit(seen.narrow(0, i, 1)))]);
        return greys.index_select(0, distances.argmin(0)).clone().MoveToOuterDisposeScope();
    }
}
