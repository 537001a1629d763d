using System.Globalization;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Costs;
using Fleet.Models.Defenses;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// The black-box attack of He, Zhang and Lee (ACSAC 2019): asks f1 about a set of inputs and trains a decoder g to undo it,
/// minimising the mean of ||g(f1(x)) - x||^2. The decoder's layers follow from the shapes alone; where activation and picture
/// are about equally fine, the best linear map in closed form comes first.
/// </summary>
/// <remarks>
/// It adapts to a defence by training on what the defence lets through: with an oracle that defends its answers, or with
/// known weights by defending its own. A secret order of channels is found by their statistics. Several messages of one scene are decoded one by one and averaged.
/// </remarks>
/// <param name="settings">How the decoder is trained; null for the defaults.</param>
public sealed class InverseNetworkAttack(InverseNetworkSettings? settings = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "inverse-network";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        Case("same-set", VictimPart.All, view => new PictureQueries(view.Victim.TrainedOn)),
        Case("same-distribution", VictimPart.FirstHalf, view => new PictureQueries(view.Victim.Others)),
        Case("noise", VictimPart.All, view => new NoiseQueries(view.Victim.TrainedOn.Count, view.Seed)),
    ];

    private const int OrderSample = 512;
    private const int ExampleBatch = 64;
    private const uint Stream = 3;

    private readonly InverseNetworkSettings _settings = settings ?? new InverseNetworkSettings();

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.Queries, AttackNeeds.Weights | AttackNeeds.Pictures];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline)
    {
        (long fit, long flops) = InverseNetwork.Flops(outline.Activation, outline.Pictures.Shape, _settings.Width);
        long own = outline.Known is { } network ? SplitCost.Of(network, outline.Split).EdgeFlops : 0;
        long inputs = (long)_settings.Fit.Steps * _settings.Fit.BatchSize;
        return new AttackCost(
            checked(fit + (inputs * ((AttackCost.PassesPerStep * flops) + own))),
            flops,
            outline.Queries);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        target.Require(this);
        FitSettings.Check(_settings.Fit);
        TensorRuntime.Start();
        AnsweredQueries queries = Ask(target);
        using var scope = NewDisposeScope();
        ulong seed = AttackerSeed.Of(_settings.Seed, Stream);
        var network = new InverseNetwork(target.Activation, target.Pictures, queries, _settings.Width, seed, Stream);
        try
        {
            if (network.IsExact)
            {
                progress?.Report(new AttackProgress(_settings.Fit.Steps, _settings.Fit.Steps, network.LinearError));
            }
            else
            {
                Fit.Run(network.Parameters, queries.Count, _settings.Fit, seed, Loss, progress, cancellationToken);
            }

            var order = new MessageOrder(target.Compute.Torch, MessageOrder.IsSecret(target.KnownDefense) ? Examples(queries) : null);
            return new DecodingReconstructor(network.Freeze(), target.Pictures, order);
        }
        catch
        {
            network.Dispose();
            throw;
        }

        Tensor Loss(int[] indices)
        {
            (Tensor inputs, Tensor answers) = queries.Load(indices);
            return PixelRange.Excess(target.Pictures, network.Apply(answers), inputs).square().mean() / network.LinearError;
        }
    }

    private static AttackCase Case(string name, VictimPart victim, Func<VictimView, QuerySet> queries)
    {
        var defaults = new InverseNetworkSettings();
        return new AttackCase(CanonicalName, name, "black-box", victim, Learns: true)
        {
            Know = view => new BlackBox(view.Oracle(), queries(view)),
            Resolve = (given, _, _, seed) => defaults with { Seed = seed, Fit = given.Fit(defaults.Fit) },
            Takes = [AttackSettings.TrainingSteps],
            Defaults = string.Create(CultureInfo.InvariantCulture, $"{defaults.Fit.InWords}, {defaults.Width} channels at the picture's size"),
        };
    }

    /// <summary>The answers as the decoder learned them: in the order that the layers give.</summary>
    private static ActivationStatistics Examples(AnsweredQueries queries) => ActivationStatistics.Of(
        Enumerable.Range(0, Math.Min(OrderSample, queries.Count)).Chunk(ExampleBatch).Select(indices => queries.Load(indices).Answers));

    private AnsweredQueries Ask(AttackTarget target)
    {
        if (target.Knowledge is BlackBox black)
        {
            return black.Oracle.Ask(black.Queries, target.Pictures);
        }

        var white = (WhiteBox)target.Knowledge;
        var own = new QueryOracle(white.Network, target.Split, target.KnownDefense ?? DefenseChain.None, _settings.Seed);
        return own.Ask(new PictureQueries(white.Pictures!), target.Pictures);
    }
}
