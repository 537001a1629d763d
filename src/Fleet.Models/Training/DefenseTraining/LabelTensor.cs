using Fleet.Models.Data;
using static TorchSharp.torch;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>The classes of pictures as a tensor.</summary>
internal static class LabelTensor
{
    /// <summary>The labels of some pictures, as whole numbers.</summary>
    public static Tensor Of(Dataset data, ReadOnlySpan<int> indices, Device on)
    {
        var labels = new long[indices.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = data.Labels.Span[indices[i]];
        }

        return tensor(labels, device: on);
    }
}
