using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Defenses;

/// <summary>
/// Makes the tensors of messages: each a pure function of (seed, device, sequence number, picture, split point, defence),
/// bit for bit, whichever other messages are asked for with it.
/// </summary>
/// <param name="network">The split network. The caller keeps it alive.</param>
/// <param name="inputs">The pictures that the devices see.</param>
/// <param name="seed">The scenario's seed.</param>
public sealed class ActivationSource(TrainedNetwork network, Dataset inputs, ulong seed)
{
    /// <summary>The pictures as they enter the devices: normalised, undefended.</summary>
    /// <param name="messages">The messages, at least one.</param>
    /// <returns>Shape (messages, channels, height, width), in the caller's dispose scope.</returns>
    public Tensor Inputs(IReadOnlyList<MessageKey> messages)
    {
        TensorRuntime.Start();
        return PictureTensor.Load(inputs, [.. messages.Select(message => message.Input)], network.Spec, network.Device);
    }

    /// <summary>What crossed the links: the defended activations of the defended pictures.</summary>
    /// <param name="messages">The messages, at least one.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="defense">The defences on picture and activation.</param>
    /// <returns>The activations, with the messages in front, in the caller's dispose scope.</returns>
    public Tensor Activations(IReadOnlyList<MessageKey> messages, string split, DefenseChain defense)
    {
        TensorRuntime.Start();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();

        // One at a time: matrix products choose their kernel, and with it the order of their sums, by the batch's size.
        Tensor[] activations = [.. messages.Select(message => Activation(message, split, defense))];
        return cat(activations).MoveToOuterDisposeScope();
    }

    private Tensor Activation(MessageKey message, string split, DefenseChain defense)
    {
        using var scope = NewDisposeScope();
        Tensor picture = PictureTensor.Load(inputs, [message.Input], network.Spec, network.Device);
        DefendedTensor.Apply(defense, DefensePlace.Input, picture, seed, _ => message.Device, _ => message.Sequence);
        Tensor activation = network.Head(picture, split);
        DefendedTensor.Apply(defense, DefensePlace.Activation, activation, seed, _ => message.Device, _ => message.Sequence);
        return activation.MoveToOuterDisposeScope();
    }
}
