using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// The attack of Erdogan, Kupcu and Cicek, "UnSplit" (WPES 2022): it needs neither queries nor pictures, only the structure
/// of the device's layers. Pictures and a surrogate of the layers start from nothing and take turns in explaining the
/// activations, the pictures kept smooth by total variation.
/// </summary>
/// <remarks>
/// The scenes of a batch share the surrogate, since one network made all of them: what is recovered of a scene depends on
/// the others in its batch.
/// </remarks>
/// <param name="settings">How pictures and surrogate take turns; null for the defaults.</param>
public sealed class UnSplitAttack(UnSplitSettings? settings = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "unsplit";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
        [Case("same-net", HeadStructure.Same), Case("different-net", HeadStructure.Different)];

    private const uint Stream = 7;

    private readonly UnSplitSettings _settings = settings ?? new UnSplitSettings();

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.Structure];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline)
    {
        long head = outline.Layers(Name).Profile().Sum(layer => layer.Flops);
        return new AttackCost(0, checked((long)_settings.Rounds * (_settings.PictureSteps + _settings.WeightSteps) * AttackCost.PassesPerStep * head), 0);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        FitSettings.Check(new FitSettings(_settings.Rounds, _settings.PictureSteps, _settings.PictureRate));
        FitSettings.Check(new FitSettings(_settings.Rounds, _settings.WeightSteps, _settings.WeightRate));
        return new Reconstructor(Structure(target), target, _settings);
    }

    private static AttackCase Case(string name, Func<NetworkSpec, string, NetworkSpec> structure) =>
        new(CanonicalName, name, "query-free", VictimPart.All, Learns: true)
        {
            Know = view => new QueryFree(structure(view.Victim.Network.Spec, view.Split)),
            Structure = structure,
            Resolve = (_, _, _, seed) => new UnSplitSettings { Seed = seed },
        };

    private NetworkSpec Structure(AttackTarget target)
    {
        target.Require(this);
        return target.Knowledge is BlackBox black ? black.Structure! : ((QueryFree)target.Knowledge).Structure;
    }

    private sealed class Reconstructor : IReconstructor
    {
        private const int BatchSize = 32;

        private readonly NetworkSpec _structure;
        private readonly AttackTarget _target;
        private readonly UnSplitSettings _settings;
        private readonly IReadOnlyList<WeightArray> _initial;
        private readonly Reading _reading;

        public Reconstructor(NetworkSpec structure, AttackTarget target, UnSplitSettings settings)
        {
            (_structure, _target, _settings) = (structure, target, settings);
            _initial = WeightInitializer.Draw(structure, AttackerSeed.Of(settings.Seed, Stream));
            using var surrogate = new TrainedNetwork(structure, _initial, target.Compute);
            _reading = Reading.Of(surrogate, structure.Layers[^1].Name, target.KnownDefense);
        }

        public Reconstruction Reconstruct(
            Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            TensorRuntime.Start();
            return SceneBatches.Run(transmissions, BatchSize, (first, count, batches) =>
            {
                var game = new Game(_structure, _initial, _reading.Of(transmissions, first, count), _target.Pictures, _settings);
                int rounds = game.Play(new BatchProgress(progress, first / BatchSize, batches, _settings.Rounds), cancellationToken);
                int steps = rounds * (_settings.PictureSteps + _settings.WeightSteps);
                return new Reconstruction(PictureTensor.ToUnitRange(game.Pictures, _target.Pictures), [.. Enumerable.Repeat(steps, count)]);
            });
        }

        public void Dispose()
        {
            // Nothing outlives a batch.
        }
    }

    /// <summary>The pictures and the surrogate of one batch, in the scope they are made in.</summary>
    private sealed class Game
    {
        private readonly NetworkSpec _structure;
        private readonly Observation _observation;
        private readonly UnSplitSettings _settings;
        private readonly Tensor _lowest;
        private readonly Tensor _highest;
        private readonly Parameter[] _parameters;
        private readonly LayerWeights?[] _weights;
        private readonly Parameter _pictures;

        public Game(
            NetworkSpec structure, IReadOnlyList<WeightArray> initial, Observation observation, PictureFormat format, UnSplitSettings settings)
        {
            (_structure, _observation, _settings) = (structure, observation, settings);
            Device on = observation.Value.device;
            _lowest = PixelRange.Normalised(format, 0, on);
            _highest = PixelRange.Normalised(format, 1, on);
            Tensor[] tensors = LayerWeights.Trainable(structure, initial, on);
            _parameters = [.. tensors.OfType<Parameter>()];
            _weights = LayerWeights.ByLayer(structure, tensors);
            _pictures = Grey(format, (int)observation.Value.shape[0], on);
        }

        public Tensor Pictures => _pictures.detach();

        public int Play(BatchProgress progress, CancellationToken cancellationToken)
        {
            using var onPictures = optim.Adam([_pictures], _settings.PictureRate);
            using var onWeights = optim.Adam(_parameters, _settings.WeightRate);
            var watch = new LossWatch(_settings.Tolerance);
            int round = 0;
            while (round < _settings.Rounds)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                Cosine.SetRate(onPictures, _settings.PictureRate, round, _settings.Rounds);
                Turn(onPictures, _settings.PictureSteps, pictures: true);
                Clip();
                Turn(onWeights, _settings.WeightSteps, pictures: false);
                round++;
                using var gradients = no_grad();
                float[] losses = Misfit().Floats();
                progress.Report(round, losses.Average());
                if (watch.StandsStill(losses))
                {
                    break;
                }
            }

            return round;
        }

        private static Parameter Grey(PictureFormat format, int scenes, Device on) => new(RmleStart.MiddleGrey(format, scenes, on));

        private void Turn(optim.Optimizer optimizer, int steps, bool pictures)
        {
            // Gradients that nobody steps along cost as much as the others.
            _pictures.requires_grad = pictures;
            Array.ForEach(_parameters, parameter => parameter.requires_grad = !pictures);
            for (int step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                Tensor loss = Misfit().mean();
                if (pictures)
                {
                    loss = loss + ((_pictures.diff(1, 3).square().mean() + _pictures.diff(1, 2).square().mean()) * _settings.TvWeight);
                }

                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
        }

        private void Clip()
        {
            using var gradients = no_grad();
            _pictures.clamp_(_lowest, _highest);
        }

        /// <summary>The mean misfit of an element, for each scene.</summary>
        private Tensor Misfit()
        {
            Tensor predicted = LayerOperations.Apply(_structure, _weights, _pictures, 0, _structure.Layers.Count);
            return _observation.Misfit(predicted) / (_observation.Value.numel() / (double)_observation.Value.shape[0]);
        }
    }
}
