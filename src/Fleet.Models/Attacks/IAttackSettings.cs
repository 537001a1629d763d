namespace Fleet.Models.Attacks;

/// <summary>The settings of an attack in full: equal settings make equal attacks.</summary>
public interface IAttackSettings
{
    /// <summary>
    /// The same with few steps of everything that is done step by step, so that the time of one step can be taken. The cost of
    /// the attack (<see cref="IAttack.Cost"/>) falls with them.
    /// </summary>
    /// <param name="steps">The steps, at least 4.</param>
    IAttackSettings Shortened(int steps);
}
