namespace Fleet.Models.Attacks;

/// <summary>
/// A way of recovering pictures from the activations that crossed a link, with its settings. Equal attacks on equal
/// targets and activations recover equal pictures on one kind of processor.
/// </summary>
public interface IAttack
{
    /// <summary>The name in scenario files and results.</summary>
    string Name { get; }

    /// <summary>What it needs: it can be mounted if any one of these sets is there.</summary>
    IReadOnlyList<AttackNeeds> Needs { get; }

    /// <summary>What it costs at most, for an attacker who never stops early.</summary>
    /// <param name="outline">What is attacked, as far as the cost follows from it.</param>
    /// <exception cref="ArgumentException">The attacker lacks the layers that the attack computes with.</exception>
    /// <exception cref="OverflowException">It is more than 64 bits can count.</exception>
    AttackCost Cost(AttackOutline outline);

    /// <summary>Does what is done once for all messages of a target, such as training a decoder.</summary>
    /// <param name="target">What is attacked.</param>
    /// <param name="progress">Told how far the preparation is.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <returns>The attack on this target, which the caller disposes of. Used by one thread at a time.</returns>
    /// <exception cref="ArgumentException">The target does not offer what the attack needs.</exception>
    IReconstructor Prepare(
        AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>An attack prepared for one target.</summary>
public interface IReconstructor : IDisposable
{
    /// <summary>
    /// Recovers the pictures, in batches: the memory in use does not grow with the number of messages, and no tensor is
    /// left behind.
    /// </summary>
    /// <param name="transmissions">What crossed the links.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    /// <returns>One picture for each scene.</returns>
    Reconstruction Reconstruct(
        Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default);
}
