using Fleet.Models.Networks;

namespace Fleet.Models.Attacks;

/// <summary>How a shadow model is trained and attacked.</summary>
/// <param name="Fit">Steps, batch size and learning rate of a shadow model that learns from queries.</param>
/// <param name="Rmle">How the attack on it minimises; null for <see cref="RmleFor"/>.</param>
/// <param name="QueryFreeError">
/// How wrong a shadow model trained without queries is taken to be, since nothing tells: the mean square of its errors over
/// that of the activation, at least 0. They count like noise of that variance, times the elements sent for each pixel if they
/// are more than one: errors of one cause do not average out over more elements. With queries the errors are measured.
/// </param>
/// <param name="QueryFreeScale">
/// Without queries, the initial weights of its first layer over the usual ones, greater than 0. What the cloud's half does not
/// ask for, the training leaves as it began: there, little is a better guess than noise.
/// </param>
/// <param name="Seed">The key of its initial weights and of the order of the pictures.</param>
public sealed record ShadowRmleSettings(
    FitSettings Fit, RmleSettings? Rmle = null, double QueryFreeError = 0.1, double QueryFreeScale = 0.1, ulong Seed = 1) : IAttackSettings
{
    /// <summary>The defaults, for every network and cut.</summary>
    public ShadowRmleSettings()
        : this(new FitSettings(Steps: 3_000))
    {
        QueryFreeFit = new FitSettings(Steps: 1_000);
    }

    /// <summary>Steps, batch size and learning rate of a shadow model that learns from the cloud's half.</summary>
    public FitSettings QueryFreeFit { get; init; } = Fit;

    /// <summary>
    /// How many shadow models are trained without queries, each from initial weights of its own, at least 1. With several the
    /// attack takes the mean of their activations, weighs elements by how far they agree, and matches the strength of channels:
    /// what the cloud's half does not ask for differs between them.
    /// </summary>
    public int QueryFreeModels { get; init; } = 3;

    /// <summary>
    /// How the attack on a surrogate minimises by default: as rMLE at its last layer, but with a given weight. The surrogate's own
    /// errors count like noise, and the share that is taken for them was chosen so (docs/model/attacks.md).
    /// </summary>
    /// <param name="surrogate">The surrogate.</param>
    public static RmleSettings RmleFor(NetworkSpec surrogate)
    {
        ArgumentNullException.ThrowIfNull(surrogate);
        return RmleDefaults.Fixed(surrogate, surrogate.Layers[^1].Name, new RmleSettings().Tv);
    }

    /// <inheritdoc/>
    public IAttack Attack(LearnedModels? learned = null) => new ShadowRmleAttack(this, learned);

    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this with
    {
        Fit = Fit with { Steps = steps },
        QueryFreeFit = QueryFreeFit with { Steps = steps },
        Rmle = Rmle is null ? null : Rmle with { Iterations = steps },
    };

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Check(ShadowRmleSettings settings)
    {
        FitSettings.Check(settings.Fit);
        FitSettings.Check(settings.QueryFreeFit);
        bool valid = settings.QueryFreeModels >= 1
            && settings.QueryFreeError >= 0 && double.IsFinite(settings.QueryFreeError)
            && settings.QueryFreeScale > 0 && double.IsFinite(settings.QueryFreeScale);
        if (!valid)
        {
            throw new ArgumentException($"These settings of a shadow model are out of range: {settings}", nameof(settings));
        }
    }
}
