namespace Fleet.Models.Attacks;

/// <summary>
/// Scenes whose messages are made, attacked and handed on portion by portion, so that the memory of an attack does not grow
/// with their number.
/// </summary>
/// <param name="Count">How many scenes there are.</param>
/// <param name="Load">
/// Makes the messages of some scenes: given the first and how many, with the scenes of the messages numbered from 0. Called
/// in a dispose scope that ends with the portion.
/// </param>
/// <param name="Recovered">Takes what was recovered of a portion: given its first scene, and its pictures.</param>
public sealed record SceneStream(int Count, Func<int, int, Transmissions> Load, Action<int, Reconstruction> Recovered)
{
    /// <summary>The scenes of a portion unless <see cref="Portions"/> says otherwise: whole batches of every attack, so that each batch is the one of an undivided attack.</summary>
    public const int Portion = 64;

    /// <summary>The number of scenes in each portion, in their order; each is asked for before its messages.</summary>
    public IEnumerable<int> Portions { get; init; } =
        Enumerable.Range(0, (Count + Portion - 1) / Portion).Select(i => Math.Min(Portion, Count - (i * Portion)));
}
