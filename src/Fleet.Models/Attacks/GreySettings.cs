namespace Fleet.Models.Attacks;

/// <summary>What a dummy attack paints.</summary>
/// <param name="Level">The value of each pixel, in [0, 1].</param>
public sealed record GreySettings(float Level = 0.5f) : IAttackSettings
{
    /// <inheritdoc/>
    public IAttack Attack(LearnedModels? learned = null) => new GreyAttack(this);

    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this;
}
