using Fleet.Models.Leakage;
using Fleet.Models.Tensors;

namespace Fleet.Benchmarks.Attack;

/// <summary>The measures of one reconstruction.</summary>
/// <param name="PsnrDb">The peak signal-to-noise ratio in dB.</param>
/// <param name="Ssim">The structural similarity in the convention uniform7.</param>
public readonly record struct ImageScore(double PsnrDb, double Ssim)
{
    /// <summary>Compares a reconstruction with the original.</summary>
    public static ImageScore Of(float[] original, float[] reconstruction, TensorShape shape) =>
        new(ImageQuality.Psnr(original, reconstruction), ImageQuality.Ssim(original, reconstruction, shape, SsimConvention.Uniform7));
}
