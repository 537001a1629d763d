namespace Fleet.Models.Attacks.Cases;

/// <summary>An attack; what is null is the default of the attack and the split point.</summary>
public sealed record AttackSpec
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What the attacker has: one of the attack's cases.</summary>
    public required string Case { get; init; }

    /// <summary>Whether the attacker allows for the defences.</summary>
    public bool Adaptive { get; init; } = true;

    /// <summary>The most messages of one device and picture that are read together, at least 1; null for all.</summary>
    public int? Transmissions { get; init; } = 1;

    /// <summary>Steps of the optimiser, at least 1.</summary>
    public int? Iterations { get; init; }

    /// <summary>The step of the optimiser, greater than 0.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The form of the objective.</summary>
    public TotalVariationForm? TvForm { get; init; }

    /// <summary>The weight of the total variation, at least 0.</summary>
    public double? TvWeight { get; init; }

    /// <summary>Steps of the training of what the attacker trains, at least 1.</summary>
    public int? TrainingSteps { get; init; }

    /// <summary>How what the attacker trains is trained, with the steps that are given.</summary>
    internal FitSettings Fit(FitSettings defaults) => defaults with { Steps = TrainingSteps ?? defaults.Steps };
}
