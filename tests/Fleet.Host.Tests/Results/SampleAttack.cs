using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Results;

/// <summary>A small attack experiment and rows of one.</summary>
internal static class SampleAttack
{
    /// <summary>rMLE on one picture at ReLU2.</summary>
    public static AttackPlan Plan { get; } = new()
    {
        Network = NetworkOption.Network("lenet5"),
        Data = NetworkOption.Dataset("synthetic-digits"),
        Epochs = 1,
        TrainingSeeds = [1],
        AttackerSeeds = [1],
        Splits = ["ReLU2"],
        Cases = AttackList.Parse("rmle"),
        Defenses = [DefenseChain.None],
        Adaptive = [true],
        Images = 1,
    };

    /// <summary>A row with every value that a row can have.</summary>
    public static AttackRow Row(
        string split = "ReLU2",
        string attack = "rmle",
        string defense = "none",
        bool adaptive = false,
        double accuracy = 0.99,
        SeedMedian? psnrDb = null,
        SeedMedian? ssim = null)
    {
        var value = new SeedMedian(0.5, 0.4, 0.6, new Interval(0.45, 0.55));
        return new AttackRow(
            "lenet5", "mnist", split, attack, AttackCase.White, "white-box", adaptive, defense, accuracy, 100, 1, new MetricValues<SeedMedian?>((metric, _) =>
                metric == LeakageMetrics.PsnrDb ? psnrDb ?? value
                : metric == LeakageMetrics.Ssim || metric == LeakageMetrics.SsimPaper ? ssim ?? value
                : value), 1)
        {
            Settings = new RmleSettings(),
            Device = "cpu",
            PreparationFlops = 0,
            FlopsPerImage = 3_000_000_000,
        };
    }
}
