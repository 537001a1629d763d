using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// A doubling (nearest neighbour) and a 3x3 convolution behind it as one 3x3 convolution before it: a pixel and its right and
/// lower neighbours come from the same places, each with a kernel in which the taps that fall on one place are added up. The
/// four channels that this gives for each one are shuffled into rows and columns. Its tensors belong to the scope that it is made in.
/// </summary>
internal sealed class PhaseKernels(Device on)
{
    /// <summary>How much finer the result is, in rows and in columns.</summary>
    public const int Factor = 2;

    /// <summary>Channels before the shuffle for each channel of the result.</summary>
    public const int Phases = Factor * Factor;

    private const int Kernel = 3;

    // An even row of the result sees its own place in two taps and the one before in one; an odd row also the one after.
    private static readonly float[][,] Taps =
    [
        new float[,] { { 1, 0, 0 }, { 0, 1, 1 }, { 0, 0, 0 } },
        new float[,] { { 0, 0, 0 }, { 1, 1, 0 }, { 0, 0, 1 } },
    ];

    private readonly Tensor _taps = Matrix(on);

    /// <summary>The kernels before the doubling.</summary>
    /// <param name="weight">Those behind it: (outputs, inputs, 3, 3).</param>
    /// <returns>(4 outputs, inputs, 3, 3): the four of each output follow each other, in the caller's dispose scope.</returns>
    public Tensor Kernels(Tensor weight)
    {
        (long outputs, long inputs) = (weight.shape[0], weight.shape[1]);
        Tensor kernels = F.linear(weight.reshape(outputs, inputs, Kernel * Kernel), _taps).reshape(outputs, inputs, Phases, Kernel * Kernel);
        return kernels.transpose(1, 2).reshape(Phases * outputs, inputs, Kernel, Kernel);
    }

    /// <summary>From the taps behind the doubling, by rows, to those before it: (4 x 9, 9).</summary>
    private static Tensor Matrix(Device on)
    {
        var values = new float[Phases * Kernel * Kernel, Kernel * Kernel];
        for (int phase = 0; phase < Phases; phase++)
        {
            (float[,] rows, float[,] columns) = (Taps[phase / Factor], Taps[phase % Factor]);
            for (int tap = 0; tap < Kernel * Kernel; tap++)
            {
                for (int place = 0; place < Kernel * Kernel; place++)
                {
                    values[(phase * Kernel * Kernel) + place, tap] = rows[place / Kernel, tap / Kernel] * columns[place % Kernel, tap % Kernel];
                }
            }
        }

        return tensor(values, device: on);
    }
}
