using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>A learning rate that falls along half a cosine to 0 (Loshchilov, Hutter 2017).</summary>
internal static class Cosine
{
    /// <summary>Sets the rate of a step, counted from 0.</summary>
    public static void SetRate(optim.Optimizer optimizer, double firstRate, int step, int steps)
    {
        double rate = firstRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }
}
