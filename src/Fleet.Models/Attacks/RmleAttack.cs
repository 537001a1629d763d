using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks;

/// <summary>The white-box attack rMLE: see <see cref="RmleReconstructor"/>.</summary>
/// <param name="settings">How to minimise; null for the defaults of the cut.</param>
public sealed class RmleAttack(RmleSettings? settings = null) : IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    public const string CanonicalName = "rmle";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        AttackCase.WhiteBox(CanonicalName, learns: false, (settings, _) => new RmleAttack((RmleSettings)settings), (given, network, split, _) => Resolve(given, network, split)) with
        {
            Takes = [AttackSettings.Iterations, AttackSettings.LearningRate, AttackSettings.Tv, AttackSettings.TvWeight],
            Defaults = RmleDefaults.Rule,
        },
    ];

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.Weights];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline)
    {
        NetworkSpec network = outline.Layers(Name);
        return new AttackCost(0, RmleReconstructor.FlopsPerMessage(network, outline.Split, SettingsFor(network, outline.Split)), 0);
    }

    /// <inheritdoc/>
    public IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TrainedNetwork network = Known(target).Network;
        (DefenseChain? onInput, DefenseChain? behind) = PictureRestoration.Split(target.KnownDefense);
        Reading reading = Reading.Of(network, target.Split, behind, Experience.Of(network, target.Split, target.Knowledge));
        RmleSettings chosen = SettingsFor(network.Spec, target.Split);
        var head = new AttackedHead(network, target.Split);
        return onInput is null
            ? new RmleReconstructor(head, chosen, reading)
            : new PictureRestoration(
                new RmleReconstructor(head, chosen, reading),
                target.Pictures,
                onInput,
                target.Compute);
    }

    private static RmleSettings Resolve(AttackSpec given, NetworkSpec network, string split)
    {
        // The default weight depends on the form: a weight of one means nothing in the other. A weight that is given stays.
        TotalVariationForm form = given.TvForm ?? new RmleSettings().Tv;
        RmleSettings defaults = given.TvWeight is { } weight
            ? RmleDefaults.Fixed(network, split, form) with { TvWeight = weight }
            : RmleDefaults.For(network, split, form);
        return defaults with
        {
            Iterations = given.Iterations ?? defaults.Iterations,
            LearningRate = given.LearningRate ?? defaults.LearningRate,
        };
    }

    private WhiteBox Known(AttackTarget target)
    {
        target.Require(this);
        return (WhiteBox)target.Knowledge;
    }

    private RmleSettings SettingsFor(NetworkSpec network, string split) =>
        settings ?? RmleDefaults.For(network, split);
}
