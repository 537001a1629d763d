using static TorchSharp.torch;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>What a defence adds to the loss that a network is trained with.</summary>
internal interface IPrivacyTerm : IDisposable
{
    /// <summary>How many batches it learns from before the network does.</summary>
    int WarmUpBatches => 0;

    /// <summary>Looks at a batch of the plain network.</summary>
    /// <param name="pictures">The normalised pictures.</param>
    /// <param name="activations">Their activations, without gradients.</param>
    void WarmUp(Tensor pictures, Tensor activations)
    {
    }

    /// <summary>The term of one batch, weighted, with gradients to the activations.</summary>
    /// <param name="pictures">The normalised pictures, (batch, channels, height, width).</param>
    /// <param name="activations">Their activations at the split point.</param>
    Tensor Loss(Tensor pictures, Tensor activations);
}
