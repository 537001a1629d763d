namespace Fleet.Models.Attacks;

/// <summary>The attacks by the names that scenario files and commands use, each with its default settings.</summary>
public static class AttackCatalog
{
    private static readonly (string Name, Func<ulong, LearnedModels?, IAttack> Make)[] All =
    [
        (RmleAttack.CanonicalName, (_, _) => new RmleAttack()),
        (LikelihoodAttack.CanonicalName, (seed, _) => new LikelihoodAttack(new LikelihoodSettings { Seed = seed })),
        (InverseNetworkAttack.CanonicalName, (seed, _) => new InverseNetworkAttack(new InverseNetworkSettings { Seed = seed })),
        (ShadowRmleAttack.CanonicalName, (seed, learned) => new ShadowRmleAttack(new ShadowRmleSettings { Seed = seed }, learned)),
        (UnSplitAttack.CanonicalName, (seed, _) => new UnSplitAttack(new UnSplitSettings { Seed = seed })),
        (LearnedPriorAttack.CanonicalName, (seed, learned) => new LearnedPriorAttack(new LearnedPriorSettings { Seed = seed }, learned)),
    ];

    /// <summary>The names, in the order in which they are listed.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(attack => attack.Name)];

    /// <summary>Makes an attack by its name, with its default settings.</summary>
    /// <param name="name">The name. Case counts.</param>
    /// <param name="seed">The attacker's seed: initial weights and orders of whatever it trains.</param>
    /// <param name="learned">What attackers learned before; null for an attack that learns everything anew.</param>
    /// <returns>The attack; null if there is none of that name.</returns>
    public static IAttack? Find(string name, ulong seed = 1, LearnedModels? learned = null) =>
        Array.Find(All, attack => string.Equals(attack.Name, name, StringComparison.Ordinal)).Make?.Invoke(seed, learned);
}
