using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tensors;

/// <summary>The way back from a device: the only place where elements of a tensor are read into arrays.</summary>
public static class TensorValues
{
    /// <summary>The elements of a float32 tensor, the last dimension running fastest.</summary>
    public static float[] Floats(this Tensor values) => Read<float>(values);

    /// <summary>The elements of a float64 tensor, the last dimension running fastest.</summary>
    public static double[] Doubles(this Tensor values) => Read<double>(values);

    /// <summary>The elements of an int64 tensor, the last dimension running fastest.</summary>
    public static long[] Longs(this Tensor values) => Read<long>(values);

    private static T[] Read<T>(Tensor values)
        where T : unmanaged
    {
        if (values.device_type == DeviceType.CPU)
        {
            return values.data<T>().ToArray();
        }

        using Tensor here = values.cpu();
        return here.data<T>().ToArray();
    }
}
