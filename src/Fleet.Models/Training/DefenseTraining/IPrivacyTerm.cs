using static TorchSharp.torch;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>What a defence adds to the loss that a network is trained with.</summary>
internal interface IPrivacyTerm : IDisposable
{
    /// <summary>The term of one batch, weighted, with gradients to the activations.</summary>
    /// <param name="pictures">The normalised pictures, (batch, channels, height, width).</param>
    /// <param name="activations">Their activations at the split point.</param>
    Tensor Loss(Tensor pictures, Tensor activations);
}
