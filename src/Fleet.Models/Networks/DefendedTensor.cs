using System.Runtime.InteropServices;
using Fleet.Models.Defenses;
using static TorchSharp.torch;

namespace Fleet.Models.Networks;

/// <summary>Defences on tensors.</summary>
internal static class DefendedTensor
{
    /// <summary>Applies the steps at one place to a batch, in place, each row under its own message's key.</summary>
    /// <param name="defense">The defences.</param>
    /// <param name="place">Where the tensor stands.</param>
    /// <param name="batch">Contiguous float32 values, with the batch in front.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="device">The device of each row.</param>
    /// <param name="sequence">The sequence number of each row.</param>
    public static void Apply(
        DefenseChain defense, DefensePlace place, Tensor batch, ulong seed, Func<int, int> device, Func<int, long> sequence)
    {
        if (!defense.Affects(place))
        {
            return;
        }

        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        int rows = (int)batch.shape[0];
        int elements = values.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            defense.Apply(place, values.Slice(row * elements, elements), seed, device(row), sequence(row));
        }
    }
}
