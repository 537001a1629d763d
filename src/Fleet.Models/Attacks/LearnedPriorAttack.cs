using System.Globalization;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Costs;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// A white-box attack with a learned prior: an autoencoder learns what pictures of the kind look like; the attack then looks
/// for the latent vector whose picture has the activation that was sent. What is recovered always looks like a picture
/// of the kind, which helps most where little of it is left in the activation.
/// </summary>
/// <remarks>The prior depends on neither cut nor defence: attacks that share <paramref name="learned"/> learn it once.</remarks>
/// <param name="settings">How the prior is learned and searched; null for the defaults.</param>
/// <param name="learned">Keeps the prior; null to learn it anew for each target.</param>
public sealed class LearnedPriorAttack(LearnedPriorSettings? settings = null, LearnedModels? learned = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "learned-prior";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        AttackCase.WhiteBox(CanonicalName, learns: true, (given, _, _, seed) => Resolve(given, new LearnedPriorSettings { Seed = seed })) with
        {
            Learning = LearnedFor.Experiment,
            Takes = [AttackSettings.Iterations, AttackSettings.TrainingSteps],
        },
    ];

    private const uint Stream = 11;

    // Changes with the way in which the prior is learned: what an older version kept is then not taken for this one's.
    private const string Method = "picture autoencoder 1";

    private readonly LearnedPriorSettings _settings = settings ?? new LearnedPriorSettings();
    private readonly LearnedModels _learned = learned ?? new LearnedModels();

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.Weights | AttackNeeds.Pictures];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline)
    {
        TensorShape picture = outline.Pictures.Shape;
        long decoder = PictureAutoencoder.Layers(picture, _settings.Latent, _settings.Width).Flops;
        long encoder = PictureAutoencoder.EncoderFlops(picture, _settings.Latent);
        long head = SplitCost.Of(outline.Layers(Name), outline.Split).EdgeFlops;
        long search = (long)_settings.Iterations / 4 * (_settings.Starts + 3);
        return new AttackCost(
            checked((long)_settings.Fit.Steps * _settings.Fit.BatchSize * AttackCost.PassesPerStep * (decoder + encoder)),
            checked(search * AttackCost.PassesPerStep * (decoder + head)),
            0);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        target.Require(this);
        LearnedPriorSettings.Check(_settings);
        TensorRuntime.Start();
        var white = (WhiteBox)target.Knowledge;
        PictureFormat format = target.Pictures;
        IReadOnlyList<WeightArray> prior = _learned.GetOrLearn(
            $"prior-{white.Pictures!.Name}-seed{_settings.Seed}",
            Key(format, white.Pictures),
            target.Compute,
            lasting: true,
            () => Learn(format, white.Pictures, target.Compute.Torch, progress, cancellationToken));
        using var scope = NewDisposeScope();
        var decoder = new Decoder(PictureAutoencoder.Layers(format.Shape, _settings.Latent, _settings.Width), prior, target.Compute.Torch);
        return new Reconstructor(decoder.Freeze(), white.Network, target, _settings);
    }

    private static LearnedPriorSettings Resolve(AttackSpec given, LearnedPriorSettings defaults) =>
        defaults with { Fit = given.Fit(defaults.Fit), Iterations = given.Iterations ?? defaults.Iterations };

    /// <summary>Everything that the prior depends on.</summary>
    private string Key(PictureFormat format, Dataset pictures) => string.Create(CultureInfo.InvariantCulture, $"""
        {Method}
        pictures {format.Canonical}, content {pictures.ContentHash}
        latent {_settings.Latent} width {_settings.Width} seed {_settings.Seed} {_settings.Fit.Canonical}
        """);

    /// <summary>Trains the autoencoder, of which the attack needs the decoder.</summary>
    private IReadOnlyList<WeightArray> Learn(
        PictureFormat format, Dataset pictures, Device on, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        ulong seed = AttackerSeed.Of(_settings.Seed, Stream);
        var autoencoder = new PictureAutoencoder(format, _settings.Latent, _settings.Width, seed, on);
        Fit.Run(
            autoencoder.Parameters,
            pictures.Count,
            _settings.Fit,
            seed,
            indices => autoencoder.Loss(PictureTensor.Load(pictures, indices, format, on)),
            progress,
            cancellationToken);
        return autoencoder.Decoder.Weights();
    }

    private sealed class Reconstructor(Decoder decoder, TrainedNetwork network, AttackTarget target, LearnedPriorSettings settings) : IReconstructor
    {
        private const int BatchSize = 32;
        private const int CheckInterval = 50;

        private readonly Reading _reading = Reading.Of(
            network, target.Split, target.KnownDefense, Experience.Of(network, target.Split, target.Knowledge));

        public Reconstruction Reconstruct(
            Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            TensorRuntime.Start();
            return SceneBatches.Run(transmissions, BatchSize, (first, count, batches) =>
            {
                Observation observation = _reading.Of(transmissions, first, count);
                var report = new BatchProgress(progress, first / BatchSize, batches, settings.Iterations);
                (Tensor latent, int early) = Search(observation, report, cancellationToken);
                (latent, int late) = Improve(latent, observation, early, settings.Iterations, new LossWatch(settings.Tolerance), report, cancellationToken);
                using var gradients = no_grad();
                return new Reconstruction(
                    PictureTensor.ToUnitRange(Pictures(latent).contiguous(), target.Pictures), [.. Enumerable.Repeat(late, count)]);
            });
        }

        public void Dispose() => decoder.Dispose();

        /// <summary>Improves each start for a quarter of the iterations and keeps the best for each scene.</summary>
        private (Tensor Latent, int Iterations) Search(Observation observation, BatchProgress report, CancellationToken cancellationToken)
        {
            int scenes = (int)observation.Value.shape[0];
            int until = settings.Iterations / 4;
            Tensor[] tried = new Tensor[settings.Starts];
            Tensor[] objectives = new Tensor[settings.Starts];
            for (int start = 0; start < settings.Starts; start++)
            {
                var random = new CounterRandom(settings.Seed, Stream, RandomPurpose.Attack, (ulong)start);
                Tensor latent = PictureAutoencoder.Normal(random, [1, settings.Latent], start == 0 ? 0 : 1, observation.Value.device).repeat(scenes, 1);
                (tried[start], _) = Improve(latent, observation, 0, until, new LossWatch(-1), report, cancellationToken);
                using var gradients = no_grad();
                objectives[start] = Objective(tried[start], observation);
            }

            long[] best = stack(objectives).argmin(0).Longs();
            return (cat([.. best.Select((start, scene) => tried[start].narrow(0, scene, 1))]), until);
        }

        private (Tensor Latent, int Iterations) Improve(
            Tensor from, Observation observation, int iteration, int until, LossWatch watch, BatchProgress report, CancellationToken cancellationToken)
        {
            var latent = new Parameter(from.clone());
            using var optimizer = optim.Adam([latent], settings.LearningRate);
            while (iteration < until)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                Cosine.SetRate(optimizer, settings.LearningRate, iteration, settings.Iterations);
                Tensor objective = Objective(latent, observation);
                optimizer.zero_grad();
                objective.sum().backward();
                optimizer.step();
                iteration++;
                if (iteration % CheckInterval == 0 || iteration == until)
                {
                    float[] losses = objective.detach().Floats();
                    report.Report(iteration, losses.Average());
                    if (watch.StandsStill(losses))
                    {
                        break;
                    }
                }
            }

            return (latent.detach(), iteration);
        }

        /// <summary>Misfit plus |z|^2 times the variance that the misfit is allowed: the noise's and the decoder's own.</summary>
        private Tensor Objective(Tensor latent, Observation observation)
        {
            Tensor allowed = observation.Value.square().flatten(1).mean([1]) * settings.LatentWeight;
            if (observation.Variance is not null)
            {
                allowed = allowed + observation.Variance;
            }

            return observation.Misfit(network.Head(Pictures(latent), target.Split)) + (latent.square().sum(1) * allowed);
        }

        private Tensor Pictures(Tensor latent) =>
            decoder.Apply(latent).clamp(PixelRange.Normalised(target.Pictures, 0, latent.device), PixelRange.Normalised(target.Pictures, 1, latent.device));
    }
}
