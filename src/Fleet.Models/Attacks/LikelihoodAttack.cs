using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Costs;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// Likelihood maximisation: a white-box attack that needs no weight for smoothness. It optimises the weights of an untrained
/// convolutional generator so that the activation of its picture fits the one that was sent. Such a generator gives natural
/// pictures before it gives noise.
/// </summary>
/// <remarks>
/// An attacker who knows the variance of the noise stops improving a scene when its misfit is what the noise alone
/// would make (Morozov's discrepancy principle).
/// </remarks>
/// <param name="settings">How the generators are optimised; null for the defaults.</param>
public sealed class LikelihoodAttack(LikelihoodSettings? settings = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "lm";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        AttackCase.WhiteBox(CanonicalName, learns: true, (given, _, _, seed) =>
            new LikelihoodSettings { Seed = seed, Iterations = given.Iterations ?? new LikelihoodSettings().Iterations }) with { Takes = [AttackSettings.Iterations] },
    ];

    private readonly LikelihoodSettings _settings = settings ?? new LikelihoodSettings();

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.Weights];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline)
    {
        long once = SplitCost.Of(outline.Layers(Name), outline.Split).EdgeFlops + SceneGenerators.Flops(outline.Pictures.Shape, _settings.Width);
        return new AttackCost(0, checked(_settings.Iterations * AttackCost.PassesPerStep * once), 0);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        target.Require(this);
        FitSettings.Check(new FitSettings(_settings.Iterations, _settings.Width, _settings.LearningRate));
        return new Reconstructor(((WhiteBox)target.Knowledge).Network, target, _settings);
    }

    private sealed class Reconstructor(TrainedNetwork network, AttackTarget target, LikelihoodSettings settings) : IReconstructor
    {
        private const int BatchSize = 16;
        private const int CheckInterval = 100;

        private readonly Reading _reading = Reading.Of(
            network, target.Split, target.KnownDefense, Experience.Of(network, target.Split, target.Knowledge));

        public Reconstruction Reconstruct(
            Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            TensorRuntime.Start();
            return SceneBatches.Run(transmissions, BatchSize, (first, count, batches) =>
            {
                Observation observation = _reading.Of(transmissions, first, count);
                var generators = new SceneGenerators(count, target.Pictures, settings.Width, settings.Seed, observation.Value.device);
                var share = new BatchProgress(progress, first / BatchSize, batches, settings.Iterations);
                int iterations = Optimise(generators, observation, share, cancellationToken);
                using var gradients = no_grad();
                return new Reconstruction(
                    PictureTensor.ToUnitRange(generators.Pictures(), target.Pictures), [.. Enumerable.Repeat(iterations, count)]);
            });
        }

        public void Dispose()
        {
            // The network is the caller's.
        }

        private int Optimise(SceneGenerators generators, Observation observation, BatchProgress progress, CancellationToken cancellationToken)
        {
            using var optimizer = optim.Adam(generators.Parameters, settings.LearningRate);
            var watch = new LossWatch(settings.Tolerance);
            int iteration = 0;
            while (iteration < settings.Iterations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                Cosine.SetRate(optimizer, settings.LearningRate, iteration, settings.Iterations);
                Tensor misfit = observation.Misfit(network.Head(generators.Pictures(), target.Split));
                optimizer.zero_grad();
                (misfit * observation.Unfinished(misfit)).sum().backward();
                optimizer.step();
                iteration++;
                if (iteration % CheckInterval == 0 || iteration == settings.Iterations)
                {
                    float[] losses = misfit.detach().Floats();
                    progress.Report(iteration, losses.Average());
                    if (watch.StandsStill(losses))
                    {
                        break;
                    }
                }
            }

            return iteration;
        }
    }
}
