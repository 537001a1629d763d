using System.Globalization;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training.DefenseTraining;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks;

/// <summary>
/// The attacks of He, Zhang and Lee (ACSAC 2019) by a surrogate g for the device's layers f1, which then undergoes rMLE. The
/// query-free attacker trains g so that the cloud's own layers, unchanged, classify g(x) rightly for pictures of the same
/// kind. One who may query trains g to give the answers of f1.
/// </summary>
/// <remarks>
/// Without queries g depends on no defence but that of the weights: attacks that share <paramref name="learned"/> train it once.
/// </remarks>
/// <param name="settings">How the shadow model is trained and attacked; null for the defaults.</param>
/// <param name="learned">Keeps shadow models; null to train each anew.</param>
public sealed class ShadowRmleAttack(ShadowRmleSettings? settings = null, LearnedModels? learned = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "shadow-rmle";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        Case("same-set/same-net", VictimPart.All, HeadStructure.Same, view => new QueryFree(view.Same(), view.Cloud(), view.Victim.TrainedOn)),
        Case("different-set/same-net", VictimPart.FirstHalf, HeadStructure.Same, view => new QueryFree(view.Same(), view.Cloud(), view.Victim.Others)),
        Case("same-set/different-net", VictimPart.All, HeadStructure.Different, view => new QueryFree(view.Different(), view.Cloud(), view.Victim.TrainedOn)),
        Case("different-set/different-net", VictimPart.FirstHalf, HeadStructure.Different, view => new QueryFree(view.Different(), view.Cloud(), view.Victim.Others)),
        Case("queries", VictimPart.All, HeadStructure.Same, view => new BlackBox(view.Oracle(), new PictureQueries(view.Victim.TrainedOn), view.Same())) with
        {
            Knowledge = "black-box",
            Learning = LearnedFor.Cell,
            LearnsThroughCloud = false,
        },
    ];

    private const int ErrorSample = 512;
    private const uint Stream = 4;

    private readonly ShadowRmleSettings _settings = settings ?? new ShadowRmleSettings();
    private readonly LearnedModels _learned = learned ?? new LearnedModels();

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } =
        [AttackNeeds.Structure | AttackNeeds.CloudHalf | AttackNeeds.Pictures, AttackNeeds.Structure | AttackNeeds.Queries];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline)
    {
        NetworkSpec shadow = outline.Layers(Name);
        long head = shadow.Profile().Sum(layer => layer.Flops);
        (FitSettings fit, int models) = outline.Queries == 0 ? (_settings.QueryFreeFit, _settings.QueryFreeModels) : (_settings.Fit, 1);
        long inputs = (long)models * fit.Steps * fit.BatchSize;
        return new AttackCost(
            checked(inputs * AttackCost.PassesPerStep * (head + outline.CloudFlops)),
            checked(models * RmleReconstructor.FlopsPerMessage(shadow, shadow.Layers[^1].Name, RmleSettingsFor(shadow))),
            outline.Queries);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        target.Require(this);
        ShadowRmleSettings.Check(_settings);
        TensorRuntime.Start();
        NetworkSpec structure = Structure(target);
        TensorShape output = structure.Profile()[^1].Output;
        if (output.Elements != target.Activation.Elements)
        {
            throw new ArgumentException($"The shadow model {structure.Name} gives {output}; what crosses the link is {target.Activation}.", nameof(target));
        }

        string last = structure.Layers[^1].Name;
        (TrainedNetwork[] shadows, double error) = Train(structure, target, progress, cancellationToken);
        SurrogateTrust? trust = target.Knowledge is QueryFree free && shadows.Length > 1
            ? SurrogateTrust.Of([.. shadows.Select(shadow => new AttackedHead(shadow, last))], free.Pictures!)
            : null;
        Reading reading = Reading.Of(shadows[0], last, target.KnownDefense, Experience.Of(shadows[0], last, target.Knowledge), error, trust);
        return new RmleReconstructor(new AttackedHead(shadows, last), RmleSettingsFor(structure), reading, shadows);
    }

    private static AttackCase Case(
        string name, VictimPart victim, Func<NetworkSpec, string, NetworkSpec> structure, Func<VictimView, AttackerKnowledge> know)
    {
        var defaults = new ShadowRmleSettings();
        return new AttackCase(CanonicalName, name, "query-free", victim, Learns: true)
        {
            Know = know,
            Structure = structure,
            Learning = LearnedFor.Cut,
            LearnsThroughCloud = true,
            Resolve = (given, network, split, seed) => defaults with
            {
                Seed = seed,
                Fit = given.Fit(defaults.Fit),
                QueryFreeFit = given.Fit(defaults.QueryFreeFit),
                Rmle = ShadowRmleSettings.RmleFor(structure(network, split)),
            },
            Takes = [AttackSettings.TrainingSteps],
            Defaults = string.Create(
                CultureInfo.InvariantCulture,
                $"with queries one model, {defaults.Fit.InWords}; without, the mean of {defaults.QueryFreeModels}, each {defaults.QueryFreeFit.InWords}, the first layer from {defaults.QueryFreeScale} of the usual initial weights, errors taken as {defaults.QueryFreeError} of the mean square; then rmle, {RmleDefaults.FixedRule}"),
        };
    }

    /// <summary>The shadow models and how wrong they are.</summary>
    private (TrainedNetwork[] Shadows, double Error) Train(
        NetworkSpec structure, AttackTarget target, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        if (target.Knowledge is BlackBox black)
        {
            (TrainedNetwork shadow, double measured) = Imitate(
                structure, black.Oracle.Ask(black.Queries, target.Pictures), target.Compute, progress, cancellationToken);
            return ([shadow], measured);
        }

        // Networks come last: a training that is cancelled leaves none behind.
        var free = (QueryFree)target.Knowledge;
        IReadOnlyList<WeightArray>[] weights =
            [.. Enumerable.Range(0, _settings.QueryFreeModels).Select(model => QueryFreeModel(model, structure, free, target, progress, cancellationToken))];

        // Errors of one cause do not average out over more elements than there are pixels.
        double error = _settings.QueryFreeError * Math.Max(1, target.Activation.Elements / (double)target.Pictures.Shape.Elements);
        return ([.. weights.Select(arrays => new TrainedNetwork(structure, arrays, target.Compute))], error);
    }

    private IReadOnlyList<WeightArray> QueryFreeModel(
        int model, NetworkSpec structure, QueryFree free, AttackTarget target, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        ulong seed = AttackerSeed.Of(_settings.Seed, Stream, (uint)model);
        ModelProgress? share = progress is null ? null : new ModelProgress(progress, model, _settings.QueryFreeModels);
        return _learned.GetOrLearn(
            string.Create(CultureInfo.InvariantCulture, $"shadow-{structure.Name}-seed{_settings.Seed}-{model}"),
            Key(structure, target.Pictures, free, seed),
            target.Compute,
            lasting: false,
            () => Classify(structure, target, free, seed, share, cancellationToken));
    }

    /// <summary>Everything that a shadow model without queries depends on.</summary>
    private string Key(NetworkSpec structure, PictureFormat format, QueryFree free, ulong seed) => string.Create(CultureInfo.InvariantCulture, $"""
        {structure.Canonical}
        pictures {format.Canonical}, content {free.Pictures!.ContentHash}
        judged by {free.Cloud!.Identity}
        seed {seed} first layer {_settings.QueryFreeScale:R} {_settings.QueryFreeFit.Canonical}
        """);

    private (TrainedNetwork Shadow, double Error) Imitate(
        NetworkSpec structure, AnsweredQueries queries, ComputeDevice compute, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        ulong seed = AttackerSeed.Of(_settings.Seed, Stream);
        var shadow = new ShadowModel(structure, seed, firstLayerScale: 1, compute.Torch);
        Fit.Run(shadow.Parameters, queries.Count, _settings.Fit, seed, Loss, progress, cancellationToken);
        double error = Error(queries, inputs => shadow.Apply(inputs, training: false));
        return (new TrainedNetwork(structure, shadow.Weights(), compute), error);

        Tensor Loss(int[] indices)
        {
            (Tensor inputs, Tensor answers) = queries.Load(indices);
            return (shadow.Apply(inputs, training: true) - answers).square().mean();
        }
    }

    private IReadOnlyList<WeightArray> Classify(
        NetworkSpec structure, AttackTarget target, QueryFree free, ulong seed, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        Dataset pictures = free.Pictures!;
        Device on = target.Compute.Torch;
        var shadow = new ShadowModel(structure, seed, _settings.QueryFreeScale, on);
        Fit.Run(shadow.Parameters, pictures.Count, _settings.QueryFreeFit, seed, Loss, progress, cancellationToken);
        return shadow.Weights();

        Tensor Loss(int[] indices)
        {
            Tensor inputs = PictureTensor.Load(pictures, indices, target.Pictures, on);
            return F.cross_entropy(free.Cloud!.Scores(shadow.Apply(inputs, training: true)), LabelTensor.Of(pictures, indices, on));
        }
    }

    /// <summary>The mean square of the shadow model's errors over that of the answers, on some of the queries.</summary>
    private static double Error(AnsweredQueries queries, Func<Tensor, Tensor> head)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        (Tensor inputs, Tensor answers) = queries.Load([.. Enumerable.Range(0, Math.Min(ErrorSample, queries.Count))]);
        return ((head(inputs) - answers).square().mean() / answers.square().mean().clamp_min(float.Epsilon)).item<float>();
    }

    private static NetworkSpec Structure(AttackTarget target) => target.Knowledge switch
    {
        BlackBox black => black.Structure!,
        QueryFree free => free.Structure,
        var other => throw new ArgumentException($"{other.Name} knowledge needs no shadow model.", nameof(target)),
    };

    private RmleSettings RmleSettingsFor(NetworkSpec shadow) => _settings.Rmle ?? ShadowRmleSettings.RmleFor(shadow);

    /// <summary>The training of one of several models as a share of that of all.</summary>
    private sealed class ModelProgress(IProgress<AttackProgress> progress, int model, int models) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value) => progress.Report(
            new AttackProgress((model * value.Iterations) + value.Iteration, models * value.Iterations, value.Loss));
    }
}
