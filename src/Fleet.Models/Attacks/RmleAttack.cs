using Fleet.Models.Networks;
using static TorchSharp.torch;
using TorchSharp;

namespace Fleet.Models.Attacks;

public sealed class RmleAttack(TrainedNetwork network, string split, RmleSettings settings)
{
    public float[][] Reconstruct(Tensor activations, Action<int, Func<float[][]>>? hook = null)
    {
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        long n = activations.shape[0];
        var sh = network.Spec.Input;
        Tensor x = zeros(n, sh.Channels, sh.Height, sh.Width).requires_grad_(true);
        Tensor m = zeros_like(x), v = zeros_like(x), vmax = zeros_like(x);
        double per = activations.numel() / n;
        for (int it = 1; it <= settings.Iterations; it++)
        {
            using var step = NewDisposeScope();
            Tensor f = network.Head(x, split);
            Tensor d = f - activations;
            Tensor loss = settings.Tv == TotalVariationForm.Paper ? (d * d).sum() : (d * d).sum() * (1 / per);
            if (settings.TvWeight > 0)
            {
                Tensor dx = x.diff(1, 3), dy = x.diff(1, 2);
                if (settings.Tv == TotalVariationForm.Paper)
                {
                    Tensor a = dx.slice(2, 0, sh.Height - 1, 1), b = dy.slice(3, 0, sh.Width - 1, 1);
                    loss = loss + (a * a + b * b + 1e-12).sqrt().sum() * settings.TvWeight;
                }
                else
                    loss = loss + (dx * dx).sum() * (settings.TvWeight / (sh.Channels * sh.Height * (sh.Width - 1))) + (dy * dy).sum() * (settings.TvWeight / (sh.Channels * sh.Width * (sh.Height - 1)));
            }
            Tensor g = autograd.grad([loss], [x])[0];
            using (no_grad())
            {
                m.mul_(0.9).add_(g, 0.1);
                v.mul_(0.999).addcmul_(g, g, 0.001);
                Tensor vv = v;
                if (settings.AmsGrad) { vmax.copy_(maximum(vmax, v)); vv = vmax; }
                double bc1 = 1 - Math.Pow(0.9, it), bc2 = 1 - Math.Pow(0.999, it);
                double lr = settings.FinalRate + (settings.LearningRate - settings.FinalRate) * 0.5 * (1 + Math.Cos(Math.PI * (it - 1) / settings.Iterations));
                Tensor den = vv.sqrt().div_(Math.Sqrt(bc2)).add_(settings.Epsilon);
                x.addcdiv_(m, den, -lr / bc1);
                if (settings.Clamp) x.clamp_(-1, 1);
            }
            if (hook is not null && it % 100 == 0) hook(it, () => PictureTensor.ToUnitRange(x.detach(), network.Spec));
        }
        return PictureTensor.ToUnitRange(x.detach(), network.Spec);
    }
}
