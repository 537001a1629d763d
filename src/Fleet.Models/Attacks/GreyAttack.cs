using Fleet.Models.Attacks.Cases;

namespace Fleet.Models.Attacks;

/// <summary>A dummy: every picture is grey.</summary>
/// <param name="settings">How grey.</param>
public sealed class GreyAttack(GreySettings settings) : IAttack
{
    private const string CanonicalName = "grey";

    /// <summary>Its cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
        [AttackCase.WhiteBox(CanonicalName, learns: false, (given, _, _, _) => new GreySettings((float)(given.LearningRate ?? 0.5))) with { Takes = [AttackSettings.LearningRate] }];

    /// <inheritdoc/>
    public string Name => CanonicalName;

    /// <inheritdoc/>
    public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.None];

    /// <inheritdoc/>
    public AttackCost Cost(AttackOutline outline) => new(0, 1, 0);

    /// <inheritdoc/>
    public IReconstructor Prepare(AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new Reconstructor(settings.Level, target.Pictures.Shape.Elements);

    private sealed class Reconstructor(float level, int elements) : IReconstructor
    {
        public Reconstruction Reconstruct(Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default) =>
            new([.. Enumerable.Range(0, transmissions.Scenes).Select(_ => Enumerable.Repeat(level, elements).ToArray())], [.. Enumerable.Repeat(1, transmissions.Scenes)]);

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
