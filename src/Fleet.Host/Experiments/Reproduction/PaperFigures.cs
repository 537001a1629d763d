using System.Globalization;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>
/// The figures of He, Zhang, Lee, "Attacking and Protecting Data Privacy in Edge-Cloud Collaborative Inference Systems" (IEEE
/// Internet of Things Journal 2021) on MNIST, and what the paper says of them. The attackers ignore the defence, as there.
/// </summary>
internal static class PaperFigures
{
    private const double KeptAccuracy = 0.95;

    private static readonly string[] Places = ["input", "activation"];

    private static readonly string[] Rates = ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"];

    /// <summary>The figures, in the order of the paper.</summary>
    public static IReadOnlyList<PaperFigure> All { get; } = [NoiseAndDropout(), DropoutBySplit(), QueryFreeBySplit()];

    private static PaperFigure NoiseAndDropout() => new(
        "iotj-fig9",
        "IoT-J 2021, figure 9: noise and dropout on input and activation at ReLU2",
        ["ReLU2"],
        [AttackCatalog.BuiltIn.Find(RmleAttack.CanonicalName, AttackCase.White)],
        [
            DefenseChain.None,
            .. from level in (string[])["0.2", "0.4", "0.6", "0.8", "1.2"] from place in Places select PaperFigure.Chain($"gaussian:{level}@{place}"),
            .. from level in (string[])["0.1", "0.3", "0.5", "0.8"] from place in Places select PaperFigure.Chain($"laplace:{level}@{place}"),
            .. from rate in (string[])["0.1", "0.3", "0.5", "0.6"] from place in Places select PaperFigure.Chain($"dropout:{rate}@{place}"),
        ],
        [
            new("Gaussian noise of 0.8 costs accuracy down to 95 % or less.", rows => EveryLike(rows, "gaussian:0.8@", row => row.Accuracy <= KeptAccuracy)),
            new("Laplace noise of 0.5 costs accuracy down to 95 % or less.", rows => EveryLike(rows, "laplace:0.5@", row => row.Accuracy <= KeptAccuracy)),
            new("Noise that keeps an accuracy above 95 % leaves SSIM above 0.4 and PSNR above 8.5 dB.", rows => Every(
                [.. rows.Where(row => row.Accuracy > KeptAccuracy && (row.Defense.StartsWith("gaussian", StringComparison.Ordinal) || row.Defense.StartsWith("laplace", StringComparison.Ordinal)))],
                row => row.SsimPaper.Median > 0.4 && row.PsnrDb.Median > 8.5)),
            new("Dropout on the activation brings SSIM below 0.25 at an accuracy above 95 %.", rows => Some(
                [.. rows.Where(row => IsDropoutOnActivation(row))], row => row.Accuracy > KeptAccuracy && row.SsimPaper.Median < 0.25)),
            new("At a dropout rate of 0.6 on the activation nothing useful is recovered (SSIM below 0.3).", rows => EveryLike(
                rows, "dropout:0.6@activation", row => row.SsimPaper.Median < 0.3)),
        ]);

    private static PaperFigure DropoutBySplit() => new(
        "iotj-fig13",
        "IoT-J 2021, figure 13: dropout on the activation, by split",
        ["ReLU1", "pool1", "conv2", "ReLU2", "pool2"],
        [AttackCatalog.BuiltIn.Find(RmleAttack.CanonicalName, AttackCase.White)],
        [DefenseChain.None, .. Rates.Select(rate => PaperFigure.Chain($"dropout:{rate}@activation"))],
        [
            new("At an equal rate the splits leak less in the order pool1, conv2, ReLU2, pool2 (mean SSIM over the rates).", rows =>
            {
                double[] means = [.. ((string[])["pool1", "conv2", "ReLU2", "pool2"]).Select(split =>
                    rows.Where(row => row.Split == split && row.Defense != "none").Average(row => row.SsimPaper.Median))];
                return (means.SequenceEqual(means.OrderDescending()), string.Join(", ", means.Select(mean => mean.ToString("0.0000", CultureInfo.InvariantCulture))));
            }),
            new("The deeper the split, the less dropout brings SSIM below 0.3.", rows =>
            {
                (string Split, double Rate)[] needed = Needed(rows, "ReLU1", "ReLU2", "pool2");
                bool falls = needed.Zip(needed.Skip(1), (shallow, deep) => shallow.Rate >= deep.Rate).All(one => one) && needed[0].Rate > needed[^1].Rate;
                return (falls, Show(needed));
            }),
            new("It takes a rate of about 0.9 at ReLU1 and about 0.2 at pool2 (0.1 more or less).", rows =>
            {
                (string Split, double Rate)[] needed = Needed(rows, "ReLU1", "pool2");
                return (Math.Abs(needed[0].Rate - 0.9) < 0.11 && Math.Abs(needed[1].Rate - 0.2) < 0.11, Show(needed));
            }),
        ]);

    private static PaperFigure QueryFreeBySplit() => new(
        "iotj-fig15",
        "IoT-J 2021, figure 15: query-free shadow model, by split",
        ["conv1", "ReLU1", "pool1", "conv2", "ReLU2", "pool2", "fc1", "fc2"],
        [AttackCatalog.BuiltIn.Find(ShadowRmleAttack.CanonicalName, "same-set/same-net")],
        [DefenseChain.None],
        [
            new("PSNR and SSIM fall with depth: convolutional splits leak more than the fully connected ones behind them.", rows =>
            {
                AttackRow[] ordered = [.. rows];
                AttackRow first = ordered[0];
                AttackRow last = ordered[^1];
                return (first.PsnrDb.Median > last.PsnrDb.Median && first.SsimPaper.Median > last.SsimPaper.Median,
                    $"{PaperFigure.Show(first)}; {PaperFigure.Show(last)}");
            }),
            new("SSIM falls sharply at fc1: by more than between any two neighbours from ReLU1 on before it.", rows =>
            {
                double[] ssim = [.. rows.Where(row => row.Split is not "conv1" and not "fc2").Select(row => row.SsimPaper.Median)];
                double[] falls = [.. ssim.Zip(ssim.Skip(1), (before, after) => before - after)];
                return (falls[^1] >= falls.Max(), string.Join(", ", ssim.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture))));
            }),
        ]);

    private static bool IsDropoutOnActivation(AttackRow row) =>
        row.Defense.StartsWith("dropout:", StringComparison.Ordinal) && row.Defense.EndsWith("@activation", StringComparison.Ordinal);

    // The least rates at which nobody would recognise the picture; 1 if no rate does.
    private static (string Split, double Rate)[] Needed(IReadOnlyList<AttackRow> rows, params ReadOnlySpan<string> splits)
    {
        var needed = new (string Split, double Rate)[splits.Length];
        for (int i = 0; i < splits.Length; i++)
        {
            string split = splits[i];
            needed[i] = (split, rows
                .Where(row => row.Split == split && IsDropoutOnActivation(row) && row.SsimPaper.Median < 0.3)
                .Select(row => double.Parse(row.Defense["dropout:".Length..row.Defense.IndexOf('@')], CultureInfo.InvariantCulture))
                .DefaultIfEmpty(1)
                .Min());
        }

        return needed;
    }

    private static string Show((string Split, double Rate)[] needed) =>
        string.Join(", ", needed.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Split} {one.Rate:0.0}")));

    private static (bool Met, string Measured) EveryLike(IReadOnlyList<AttackRow> rows, string defense, Func<AttackRow, bool> holds) =>
        Every([.. rows.Where(row => row.Defense.StartsWith(defense, StringComparison.Ordinal))], holds);

    private static (bool Met, string Measured) Every(AttackRow[] rows, Func<AttackRow, bool> holds)
    {
        AttackRow[] against = [.. rows.Where(row => !holds(row))];
        return (rows.Length > 0 && against.Length == 0, string.Join("; ", (against.Length > 0 ? against : rows).Take(3).Select(PaperFigure.Show)));
    }

    private static (bool Met, string Measured) Some(AttackRow[] rows, Func<AttackRow, bool> holds)
    {
        AttackRow[] found = [.. rows.Where(holds)];
        return (found.Length > 0, string.Join("; ", (found.Length > 0 ? found : rows).Take(3).Select(PaperFigure.Show)));
    }
}
