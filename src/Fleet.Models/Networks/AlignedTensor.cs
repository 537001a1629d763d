using static TorchSharp.torch;

namespace Fleet.Models.Networks;

/// <summary>
/// Tensors in memory of the tensor library's own. A tensor made of an array shares the array's address, and the matrix
/// products of the library round differently at other alignments: equal weights would give other bits from run to run.
/// </summary>
internal static class AlignedTensor
{
    /// <summary>A copy of some values, in the caller's dispose scope.</summary>
    /// <param name="values">The elements, the last dimension running fastest.</param>
    /// <param name="on">Where it lies.</param>
    /// <param name="shape">The dimensions.</param>
    public static Tensor Of(float[] values, Device on, params long[] shape)
    {
        using Tensor managed = tensor(values, shape, device: on);
        return managed.clone();
    }
}
