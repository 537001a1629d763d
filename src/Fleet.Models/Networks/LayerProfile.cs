using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>What one layer costs for one input, and what it sends on.</summary>
/// <param name="Name">The layer, and the cut after it.</param>
/// <param name="Kind">The kind of the layer.</param>
/// <param name="Output">The shape of its activation.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Flops">Floating point operations.</param>
/// <param name="ActivationBytes">Bytes of its activation as dense float32, without a message header.</param>
public sealed record LayerProfile(
    string Name, string Kind, TensorShape Output, long Parameters, long Flops, long ActivationBytes);
