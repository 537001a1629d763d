using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// Brings every channel of an activation to mean 0 and variance 1, as measured on a sample: decoders train better. Channels that
/// hardly vary there stay smaller, since a unit that fires once in a thousand messages would drown the others when it does.
/// </summary>
internal sealed class ChannelScale : IDisposable
{
    /// <summary>The least deviation of a channel that is brought to 1, over the root mean square of all.</summary>
    public const double LeastShare = 0.1;

    private const double Smallest = 1e-6;

    private readonly Tensor _mean;
    private readonly Tensor _deviation;

    /// <param name="sample">Activations, with the messages in front.</param>
    public ChannelScale(Tensor sample)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        long[] dimensions = [.. Enumerable.Range(0, (int)sample.dim()).Where(dimension => dimension != 1).Select(dimension => (long)dimension)];
        _mean = sample.mean(dimensions, keepdim: true);
        Tensor variance = (sample - _mean).square().mean(dimensions, keepdim: true);
        double least = Math.Max(Smallest, LeastShare * Math.Sqrt(variance.mean().item<float>()));
        _deviation = variance.sqrt().clamp_min(least);
        _mean.DetachFromDisposeScope();
        _deviation.DetachFromDisposeScope();
    }

    /// <summary>The activations on their new scale, in the caller's dispose scope.</summary>
    public Tensor Apply(Tensor activations)
    {
        using var scope = NewDisposeScope();
        return ((activations - _mean) / _deviation).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _mean.Dispose();
        _deviation.Dispose();
    }
}
