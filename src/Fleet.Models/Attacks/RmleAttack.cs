using Fleet.Models.Costs;
using Fleet.Models.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// The white-box attack of He, Zhang and Lee (ACSAC 2019), regularised maximum likelihood estimation: knowing the
/// device's layers f1, it looks for the smooth picture x whose activation f1(x) comes closest to the one that was sent,
/// x* = argmin ||f1(x) - v||^2 + lambda TV(x).
/// </summary>
public sealed class RmleAttack
{
    /// <summary>Messages attacked together: enough to be fast, few enough for the cache.</summary>
    public const int BatchSize = 32;

    /// <summary>Iterations between two looks at progress and at which pictures stand still.</summary>
    private const int CheckInterval = 50;

    /// <summary>A backward pass is counted as twice the forward pass, by the usual rule of thumb.</summary>
    private const int PassesPerIteration = 3;

    private readonly TrainedNetwork _network;
    private readonly string _split;
    private readonly RmleSettings _settings;

    /// <summary>An attack on the activations of one cut.</summary>
    /// <param name="network">The network that the adversary knows. The caller keeps it alive.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="settings">How to minimise.</param>
    /// <exception cref="ArgumentException">The network has no such layer, or a setting is out of its range.</exception>
    public RmleAttack(TrainedNetwork network, string split, RmleSettings settings)
    {
        RmleSettings.Check(settings);
        network.Spec.Require(split);
        _network = network;
        _split = split;
        _settings = settings;
    }

    /// <summary>
    /// Operations spent on one message, at the limit of the iterations, so that nothing simulated depends on the values of
    /// a tensor: for each iteration a forward and a backward pass through the device's layers, counted as three forward
    /// passes. The steps on the pixels themselves are not counted.
    /// </summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static long FlopsPerMessage(NetworkSpec network, string split, RmleSettings settings) =>
        settings.Iterations * PassesPerIteration * SplitCost.Of(network, split).EdgeFlops;

    /// <summary>Recovers the pictures behind some activations.</summary>
    /// <param name="activations">What crossed the links: the messages in front, then the shape of the cut.</param>
    /// <param name="progress">Told about every 50 iterations.</param>
    /// <param name="cancellationToken">Ends the work between two iterations.</param>
    public Reconstruction Reconstruct(
        Tensor activations, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TensorRuntime.Start();
        int count = (int)activations.shape[0];
        int batches = (count + BatchSize - 1) / BatchSize;
        List<float[]> images = [];
        List<int> iterations = [];
        for (int b = 0; b < batches; b++)
        {
            using var scope = NewDisposeScope();
            int start = b * BatchSize;
            Tensor part = activations.slice(0, start, Math.Min(start + BatchSize, count), 1);
            var batch = new RmleBatch(_network.Spec, part, RmleStart.ClosestGrey(_network, _split, part));
            Minimise(batch, b, batches, progress, cancellationToken);
            images.AddRange(batch.Images);
            iterations.AddRange(batch.Iterations);
        }

        return new Reconstruction(images, iterations);
    }

    private void Minimise(RmleBatch batch, int position, int batches, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        var objective = new RmleObjective(_network, _split, _settings);
        for (int iteration = 1; iteration <= _settings.Iterations && batch.Active > 0; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor loss = batch.Step(objective, iteration, LearningRate(iteration));
            bool last = iteration == _settings.Iterations;
            if (last || iteration % CheckInterval == 0)
            {
                progress?.Report(new AttackProgress(
                    (position * _settings.Iterations) + iteration, batches * _settings.Iterations, loss.item<float>() / batch.Active));
                batch.Finish(iteration, last ? double.PositiveInfinity : _settings.Tolerance);
            }
        }
    }

    private double LearningRate(int iteration) =>
        _settings.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (iteration - 1) / _settings.Iterations));
}
