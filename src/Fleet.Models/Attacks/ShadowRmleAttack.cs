using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks;

/// <summary>How a shadow model is trained and attacked.</summary>
/// <param name="Fit">Steps, batch size and learning rate of the shadow model.</param>
/// <param name="Rmle">How the attack on it minimises; null for the defaults of rMLE at its last layer.</param>
/// <param name="Seed">The key of its initial weights and of the order of the pictures.</param>
public sealed record ShadowRmleSettings(FitSettings Fit, RmleSettings? Rmle = null, ulong Seed = 1)
{
    /// <summary>The defaults, for every network and cut.</summary>
    public ShadowRmleSettings()
        : this(new FitSettings())
    {
    }
}

/// <summary>
/// The attacks of He, Zhang and Lee (ACSAC 2019) by a stand-in g for the device's layers f1, which then undergoes rMLE. The
/// query-free attacker trains g so that the cloud's own layers, unchanged, classify g(x) rightly for pictures of the same
/// kind. One who may query trains g to give the answers of f1.
/// </summary>
/// <param name="settings">How the shadow model is trained and attacked; null for the defaults.</param>
public sealed class ShadowRmleAttack(ShadowRmleSettings? settings = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "shadow-rmle";

    private const uint Stream = 4;

    private readonly ShadowRmleSettings _settings = settings ?? new ShadowRmleSettings();

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } =
        [AttackNeeds.Structure | AttackNeeds.CloudHalf | AttackNeeds.Pictures, AttackNeeds.Structure | AttackNeeds.Queries];

    /// <inheritdoc/>
    public AttackCost Cost(AttackTarget target)
    {
        target.Require(this);
        NetworkSpec shadow = Structure(target);
        long head = shadow.Profile().Sum(layer => layer.Flops);
        long tail = target.Knowledge is QueryFree { Cloud: { } cloud } ? cloud.Flops : 0;
        long inputs = (long)_settings.Fit.Steps * _settings.Fit.BatchSize;
        return new AttackCost(
            inputs * AttackCost.PassesPerStep * (head + tail),
            RmleReconstructor.FlopsPerMessage(shadow, shadow.Layers[^1].Name, RmleSettingsFor(shadow)),
            target.Knowledge is BlackBox black ? Math.Min(black.Queries.Count, black.Oracle.Budget) : 0);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        target.Require(this);
        FitSettings.Check(_settings.Fit);
        TensorRuntime.Start();
        NetworkSpec structure = Structure(target);
        TensorShape output = structure.Profile()[^1].Output;
        if (output.Elements != target.Activation.Elements)
        {
            throw new ArgumentException($"The shadow model {structure.Name} gives {output}; what crosses the link is {target.Activation}.", nameof(target));
        }

        TrainedNetwork shadow = Train(structure, target, progress, cancellationToken);
        return new RmleReconstructor(shadow, structure.Layers[^1].Name, RmleSettingsFor(structure), target.KnownDefense, ownsNetwork: true);
    }

    private TrainedNetwork Train(
        NetworkSpec structure, AttackTarget target, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        ulong seed = AttackerSeed.Of(_settings.Seed, Stream);
        IReadOnlyList<WeightArray> arrays = WeightInitializer.Draw(structure, seed);
        Parameter[] parameters = [.. arrays.Select(array => new Parameter(tensor(array.Values, [.. array.Shape])))];
        LayerWeights?[] weights = LayerWeights.ByLayer(structure, parameters);
        (int pictures, Func<int[], Tensor> loss) = target.Knowledge switch
        {
            BlackBox black => Imitation(black.Oracle.Ask(black.Queries, target.Pictures), Head),
            QueryFree { Cloud: { } cloud, Pictures: { } data } => Classification(cloud, data, target.Pictures, Head),
            var other => throw new ArgumentException($"Attack {Name} cannot use {other.Name} knowledge.", nameof(target)),
        };
        Fit.Run(parameters, pictures, _settings.Fit, seed, loss, progress, cancellationToken);
        return new TrainedNetwork(structure, [.. arrays.Zip(parameters, (array, values) => array with { Values = values.data<float>().ToArray() })]);

        Tensor Head(Tensor inputs) => LayerOperations.Apply(structure, weights, inputs, 0, structure.Layers.Count);
    }

    private static (int Pictures, Func<int[], Tensor> Loss) Imitation(AnsweredQueries queries, Func<Tensor, Tensor> head) =>
        (queries.Count, indices =>
        {
            (Tensor inputs, Tensor answers) = queries.Load(indices);
            return (head(inputs) - answers).square().mean();
        });

    private static (int Pictures, Func<int[], Tensor> Loss) Classification(
        CloudHalf cloud, Dataset data, PictureFormat format, Func<Tensor, Tensor> head) =>
        (data.Count, indices =>
        {
            Tensor inputs = PictureTensor.Load(data, indices, format);
            Tensor labels = tensor(Array.ConvertAll(indices, index => (long)data.Labels.Span[index]));
            return F.cross_entropy(cloud.Scores(head(inputs)), labels);
        });

    private static NetworkSpec Structure(AttackTarget target) => target.Knowledge switch
    {
        BlackBox black => black.Structure!,
        QueryFree free => free.Structure,
        var other => throw new ArgumentException($"{other.Name} knowledge needs no shadow model.", nameof(target)),
    };

    private RmleSettings RmleSettingsFor(NetworkSpec shadow) =>
        _settings.Rmle ?? RmleSettings.DefaultFor(shadow, shadow.Layers[^1].Name);
}
