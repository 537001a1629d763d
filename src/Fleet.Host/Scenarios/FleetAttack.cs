using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios;

/// <summary>The attack that a scenario names: its settings, what its attacker has, and what it costs.</summary>
internal static class FleetAttack
{
    /// <summary>
    /// The cases that can be mounted on a fleet. Its network learns from the whole training part, so that an attacker has no
    /// pictures that it has not seen.
    /// </summary>
    public static IReadOnlyList<AttackCase> Cases { get; } = [.. AttackCatalog.BuiltIn.Cases.Where(one => one.Victim == VictimPart.All)];

    /// <summary>The case of an attack, as the scenario has it.</summary>
    public static AttackCase CaseOf(AttackSpec attack) => AttackCatalog.BuiltIn.Find(attack.Name, attack.Case);

    /// <summary>The attack at a split point: what the scenario gives, else the defaults.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="network">The network.</param>
    /// <param name="split">The split point.</param>
    /// <param name="seed">The key of whatever the attacker draws.</param>
    /// <param name="learned">What attackers learned before; null for an attack that learns everything anew.</param>
    public static IAttack Make(AttackSpec attack, NetworkSpec network, string split, ulong seed, LearnedModels? learned = null) =>
        CaseOf(attack).Resolve(attack, network, split, seed).Attack(learned);

    /// <summary>What it costs at most at a split point.</summary>
    public static AttackCost Cost(AttackSpec attack, ModelSection model, string split) =>
        Make(attack, model.Network, split, seed: 0).Cost(CaseOf(attack).Outline(model.Network, split, model.Data.TrainCount));
}
