using System.Runtime.InteropServices;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Defenses;

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

        TensorShape shape = ShapeOf(batch);
        ForEachRow(batch, (row, values) => defense.Apply(place, values, shape, seed, device(row), sequence(row)));
    }

    /// <summary>What the server that holds the devices' keys does with a batch of activations before its layers, in place.</summary>
    /// <inheritdoc cref="Apply"/>
    public static void Undo(DefenseChain defense, Tensor batch, ulong seed, Func<int, int> device)
    {
        if (defense.IsKeyed)
        {
            TensorShape shape = ShapeOf(batch);
            ForEachRow(batch, (row, values) => defense.Undo(values, shape, seed, device(row)));
        }
    }

    private static void ForEachRow(Tensor batch, RowAction action)
    {
        if (batch.device_type != DeviceType.CPU)
        {
            // What a defence does is defined element by element on the processor, for every device alike.
            using Tensor here = batch.cpu();
            ForEachRow(here, action);
            batch.copy_(here);
            return;
        }

        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        int rows = (int)batch.shape[0];
        int elements = values.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            action(row, values.Slice(row * elements, elements));
        }
    }

    private delegate void RowAction(int row, Span<float> values);

    /// <summary>The shape of one row: (batch, channels, height, width) or (batch, features).</summary>
    private static TensorShape ShapeOf(Tensor batch) => batch.dim() == 4
        ? new TensorShape((int)batch.shape[1], (int)batch.shape[2], (int)batch.shape[3])
        : new TensorShape((int)(batch.numel() / batch.shape[0]));
}
