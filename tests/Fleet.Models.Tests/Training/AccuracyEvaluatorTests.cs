using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Statistics;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using MathNet.Numerics.Distributions;
using TorchSharp;
using Xunit.Abstractions;

namespace Fleet.Models.Tests.Training;

public sealed class AccuracyEvaluatorTests(ITestOutputHelper output)
{
    private const string Split = "ReLU2";
    private const int Evaluations = 3;

    [Fact]
    public void Several_defences_at_once_give_what_each_gives_alone()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        Dataset test = SharedNetworks.SmallData.Test;
        DefenseChain[] chains = [DefenseChain.None, Chain("gaussian:0.8@activation"), Chain("laplace:0.5@input"), Chain("dropout:0.5@input+dropout:0.5@activation")];

        Assert.Equal(
            chains.Select(chain => AccuracyEvaluator.Evaluate(network, test, Split, chain, 7)),
            AccuracyEvaluator.Evaluate(network, test, Split, chains, 7));
    }

    [Fact]
    public void The_interval_is_the_binomial_one_around_the_accuracy()
    {
        var result = new AccuracyResult(9_800, 10_000);

        Assert.Equal(0.98, result.Value);
        Assert.Equal(Intervals.Binomial(9_800, 10_000, 0.95), result.Ci95);
        Assert.InRange(result.Value, result.Ci95.Low, result.Ci95.High);
    }

    [Fact]
    public void An_evaluation_leaves_no_tensor()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        AccuracyEvaluator.Evaluate(network, SharedNetworks.SmallData.Test, Split, Chain("gaussian:0.8@input+dropout:0.5@activation"), 1);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_defended_accuracy_equals_an_independent_evaluation_on_the_embedded_digits() =>
        AssertEqualsPlainEvaluation(SharedNetworks.OnSmallData(1), SyntheticDigits.Draw(DatasetInfo.Test, LongRun.Cases(400, 1_000)));

    [LongMnistFact]
    public void A_defended_accuracy_equals_an_independent_evaluation_on_mnist() =>
        AssertEqualsPlainEvaluation(SharedNetworks.OnMnist(1), FirstPart(SharedNetworks.Mnist.Test, 5_000));

    /// <summary>
    /// Every defence at both places and, in the long suite, three levels, against a loop that shares only the weights. Either
    /// side is the mean of three evaluations with different noise on the same pictures: their difference has at most 0.82 of
    /// the deviation that the interval of a single evaluation is made for, so one of 24 leaves it by chance in less than one of
    /// 500 runs, whatever the weights.
    /// </summary>
    private void AssertEqualsPlainEvaluation(TrainedNetwork network, Dataset test)
    {
        (string Name, double[] Levels)[] defenses = LongRun.Wanted
            ? [("gaussian", [0.4, 0.8, 1.6]), ("laplace", [0.25, 0.5, 1]), ("dropout", [0.3, 0.5, 0.7]), ("dropout-rescaled", [0.3, 0.5, 0.7])]
            : [("gaussian", [0.8]), ("laplace", [0.5]), ("dropout", [0.5]), ("dropout-rescaled", [0.5])];
        (string Name, double Level, string Place)[] cases =
        [
            .. defenses.SelectMany(defense => defense.Levels.SelectMany(level =>
                new[] { (defense.Name, level, "input"), (defense.Name, level, "activation") })),
        ];
        DefenseChain[] chains = [.. cases.Select(c => Chain($"{c.Name}:{c.Level}@{c.Place}"))];
        IReadOnlyList<AccuracyResult>[] bySeed = [.. Enumerable.Range(1, Evaluations).Select(seed => AccuracyEvaluator.Evaluate(network, test, Split, chains, (ulong)seed))];
        using var plain = new PlainEvaluation(network, test);
        for (int i = 0; i < cases.Length; i++)
        {
            Func<float, Random, double> noise = NoiseOf(cases[i].Name, cases[i].Level);
            double expected = Enumerable.Range(0, Evaluations).Average(_ => plain.Correct(noise, cases[i].Place == "input")) / test.Count;
            double correct = bySeed.Average(results => results[i].Correct);
            Interval interval = Intervals.Binomial((int)Math.Round(correct), test.Count, 0.999);
            output.WriteLine($"{chains[i]}: {correct / test.Count:F4} in [{interval.Low:F4}, {interval.High:F4}], plain {expected:F4}");
            Assert.True(
                expected >= interval.Low && expected <= interval.High,
                $"{chains[i]}: the plain accuracy {expected:F4} is outside [{interval.Low:F4}, {interval.High:F4}]");
        }
    }

    /// <summary>The defences' definitions, with the noise of another library.</summary>
    private static Func<float, Random, double> NoiseOf(string name, double level) => name switch
    {
        "gaussian" => (value, random) => value + Normal.Sample(random, 0, level),
        "laplace" => (value, random) => value + Laplace.Sample(random, 0, level),
        "dropout" => (value, random) => random.NextDouble() < level ? 0 : value,
        "dropout-rescaled" => (value, random) => random.NextDouble() < level ? 0 : value / (1 - level),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such defence."),
    };

    private static Dataset FirstPart(Dataset data, int count) =>
        new(data.Name, data.Part, data.Shape, data.Classes, data.Pixels[..(count * data.Shape.Elements)], data.Labels[..count]);

    private static DefenseChain Chain(string text) =>
        DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new InvalidOperationException(problem);
}
