using Fleet.Host.Experiments;
using Fleet.Models.Attacks;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios;

/// <summary>The attack that a scenario names: its settings, what its attacker has, and what it costs.</summary>
internal static class FleetAttack
{
    /// <summary>
    /// The cases that can be mounted on a fleet. Its network learns from the whole training part, so that an attacker has no
    /// pictures that it has not seen.
    /// </summary>
    public static IReadOnlyList<AttackCase> Cases { get; } = [.. AttackCases.All.Where(one => one.Victim == VictimPart.All)];

    /// <summary>The case of an attack, as the scenario has it.</summary>
    public static AttackCase CaseOf(AttackSection attack) => AttackCases.Find(attack.Name, attack.Case);

    /// <summary>The attack at a split point: what the scenario gives, else the defaults.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="network">The network.</param>
    /// <param name="split">The split point.</param>
    /// <param name="seed">The key of whatever the attacker draws.</param>
    /// <param name="learned">What attackers learned before; null for an attack that learns everything anew.</param>
    public static IAttack Make(AttackSection attack, NetworkSpec network, string split, ulong seed, LearnedModels? learned = null) => attack.Name switch
    {
        RmleAttack.CanonicalName => new RmleAttack(Rmle(attack, network, split)),
        LikelihoodAttack.CanonicalName => new LikelihoodAttack(Likelihood(attack, seed)),
        InverseNetworkAttack.CanonicalName => new InverseNetworkAttack(Inverse(attack, seed)),
        ShadowRmleAttack.CanonicalName => new ShadowRmleAttack(Shadow(attack, seed), learned),
        LearnedPriorAttack.CanonicalName => new LearnedPriorAttack(Prior(attack, seed), learned),
        _ => AttackCatalog.Find(attack.Name, seed) ?? throw new InvalidOperationException($"There is no attack '{attack.Name}'; the reader lets none such through."),
    };

    /// <summary>What it costs at most at a split point.</summary>
    public static AttackCost Cost(AttackSection attack, ModelSection model, string split) =>
        Make(attack, model.Network, split, seed: 0).Cost(CaseOf(attack).Outline(model.Network, split, model.Data.TrainCount));

    private static RmleSettings Rmle(AttackSection attack, NetworkSpec network, string split)
    {
        // The default weight depends on the form: a weight of one means nothing in the other.
        RmleSettings defaults = RmleSettings.DefaultFor(network, split, attack.TvForm ?? new RmleSettings().Tv);
        return defaults with
        {
            Iterations = attack.Iterations ?? defaults.Iterations,
            LearningRate = attack.LearningRate ?? defaults.LearningRate,
            TvWeight = attack.TvWeight ?? defaults.TvWeight,
        };
    }

    private static LikelihoodSettings Likelihood(AttackSection attack, ulong seed)
    {
        var defaults = new LikelihoodSettings { Seed = seed };
        return defaults with { Iterations = attack.Iterations ?? defaults.Iterations };
    }

    private static InverseNetworkSettings Inverse(AttackSection attack, ulong seed)
    {
        var defaults = new InverseNetworkSettings { Seed = seed };
        return defaults with { Fit = Steps(attack, defaults.Fit) };
    }

    private static ShadowRmleSettings Shadow(AttackSection attack, ulong seed)
    {
        var defaults = new ShadowRmleSettings { Seed = seed };
        return defaults with { Fit = Steps(attack, defaults.Fit), QueryFreeFit = Steps(attack, defaults.QueryFreeFit) };
    }

    private static LearnedPriorSettings Prior(AttackSection attack, ulong seed)
    {
        var defaults = new LearnedPriorSettings { Seed = seed };
        return defaults with { Fit = Steps(attack, defaults.Fit), Iterations = attack.Iterations ?? defaults.Iterations };
    }

    private static FitSettings Steps(AttackSection attack, FitSettings defaults) =>
        defaults with { Steps = attack.TrainingSteps ?? defaults.Steps };
}
