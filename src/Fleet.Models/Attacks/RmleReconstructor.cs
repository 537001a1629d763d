using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Costs;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// Regularised maximum likelihood estimation (He, Zhang, Lee, ACSAC 2019): knowing some layers f1, it looks for the smooth
/// picture x whose activation f1(x) comes closest to the one that was sent, x* = argmin ||f1(x) - v||^2 + lambda TV(x).
/// </summary>
public sealed class RmleReconstructor : IReconstructor
{
    /// <summary>Messages attacked together: enough to be fast, few enough for the cache.</summary>
    public const int BatchSize = 32;

    /// <summary>Iterations between two looks at progress and at which pictures stand still.</summary>
    private const int CheckInterval = 50;

    private readonly AttackedHead _head;
    private readonly IReadOnlyList<IDisposable> _owned;
    private readonly RmleSettings _settings;
    private readonly Reading _reading;

    /// <summary>An attack on the activations of one cut.</summary>
    /// <param name="network">The network that the adversary knows. The caller keeps it alive.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="settings">How to minimise.</param>
    /// <param name="knownDefense">The defence, for an adaptive attacker; null for a naive one.</param>
    /// <exception cref="ArgumentException">The network has no such layer, or a setting is out of its range.</exception>
    public RmleReconstructor(TrainedNetwork network, string split, RmleSettings settings, DefenseChain? knownDefense = null)
        : this(new AttackedHead(network, split), settings, Reading.Of(network, split, knownDefense, Experience.Of(network, split, new WhiteBox(network))))
    {
    }

    /// <param name="head">The device's layers as the adversary has them.</param>
    /// <param name="settings">How to minimise.</param>
    /// <param name="reading">How what crossed the links is read.</param>
    /// <param name="owned">What ends with the attack.</param>
    internal RmleReconstructor(AttackedHead head, RmleSettings settings, Reading reading, params IReadOnlyList<IDisposable> owned)
    {
        RmleSettings.Check(settings);
        head.Spec.Require(head.Split);
        _head = head;
        _owned = owned;
        _settings = settings;
        _reading = reading;
    }

    /// <summary>
    /// Operations spent on one scene, at the limit of the iterations, so that nothing simulated depends on the values of
    /// a tensor: for each iteration a forward and a backward pass through the device's layers, counted as three forward
    /// passes. The steps on the pixels themselves are not counted.
    /// </summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    /// <exception cref="OverflowException">There are more than 64 bits can count.</exception>
    public static long FlopsPerMessage(NetworkSpec network, string split, RmleSettings settings) =>
        checked(settings.Iterations * AttackCost.PassesPerStep * SplitCost.Of(network, split).EdgeFlops);

    /// <summary>Recovers the pictures behind some activations, each of a scene of its own.</summary>
    /// <param name="activations">What crossed the links: the messages in front, then the shape of the cut.</param>
    /// <param name="progress">Told about every 50 iterations.</param>
    /// <param name="cancellationToken">Ends the work between two iterations.</param>
    public Reconstruction Reconstruct(
        Tensor activations, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Reconstruct(new Transmissions(activations), progress, cancellationToken);

    /// <inheritdoc/>
    public Reconstruction Reconstruct(
        Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TensorRuntime.Start();
        transmissions.Require(SplitCost.Of(_head.Spec, _head.Split).Activation);
        PictureFormat format = PictureFormat.Of(_head.Spec);
        return SceneBatches.Run(transmissions, BatchSize, (first, count, batches) =>
        {
            Observation observation = _reading.Of(transmissions, first, count);
            Tensor start = _settings.StartsFromClosestGrey
                ? RmleStart.ClosestGrey(_head, observation)
                : RmleStart.MiddleGrey(format, count, observation.Value.device);
            var batch = new RmleBatch(format, observation, start, _settings);
            Minimise(batch, first / BatchSize, batches, progress, cancellationToken);
            return new Reconstruction(batch.Images, batch.Iterations);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable one in _owned)
        {
            one.Dispose();
        }
    }

    private void Minimise(RmleBatch batch, int position, int batches, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        var objective = new RmleObjective(_head, _settings);
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

    private double LearningRate(int iteration) => _settings.LearningRate
        * (_settings.RateFalls ? 0.5 * (1 + Math.Cos(Math.PI * (iteration - 1) / _settings.Iterations)) : 1);
}
