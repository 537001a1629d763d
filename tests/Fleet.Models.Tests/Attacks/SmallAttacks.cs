using Fleet.Models.Attacks;

namespace Fleet.Models.Tests.Attacks;

/// <summary>Every attack with settings that take a moment.</summary>
internal static class SmallAttacks
{
    private static readonly FitSettings Fit = new(Steps: 6, BatchSize: 8);

    public static IAttack Of(string name) => name switch
    {
        "rmle" => new RmleAttack(new RmleSettings { Iterations = 60 }),
        "lm" => new LikelihoodAttack(new LikelihoodSettings(Iterations: 4, Width: 4)),
        "inverse-network" => new InverseNetworkAttack(new InverseNetworkSettings(Fit, Width: 2)),
        "shadow-rmle" => new ShadowRmleAttack(new ShadowRmleSettings(Fit, new RmleSettings { Iterations = 4 }) { QueryFreeModels = 2 }),
        "unsplit" => new UnSplitAttack(new UnSplitSettings(Rounds: 2, PictureSteps: 2, WeightSteps: 2)),
        "learned-prior" => new LearnedPriorAttack(new LearnedPriorSettings(Fit, Latent: 4, Width: 2, Iterations: 8)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such attack."),
    };
}
