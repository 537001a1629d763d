using System.Globalization;
using System.Text.Json;

namespace Fleet.Benchmarks.Attack;

/// <summary>Prints the comparisons: a table that grows row by row, or one line of JSON in the end.</summary>
internal sealed class AttackOutput
{
    private readonly List<AttackComparison> _compared = [];
    private readonly AttackSubject _subject;
    private readonly bool _json;

    /// <summary>Begins.</summary>
    public AttackOutput(AttackSubject subject, bool json)
    {
        _subject = subject;
        _json = json;
        if (!json)
        {
            Console.WriteLine($"lenet5, {subject.Data}, training seed {subject.Seed}; PSNR in dB / SSIM uniform7; one thread");
            Console.WriteLine($"{"cut",-8} {"settings",-28} {"pictures",8} {"quality",16} {"pictures/s",11} {"ratio",7}");
        }
    }

    /// <summary>A cut has been measured.</summary>
    public void Compared(AttackComparison comparison)
    {
        _compared.Add(comparison);
        if (_json)
        {
            return;
        }

        int reference = AttackComparison.ReferenceIterations(comparison.Split);
        Row(comparison.Split, $"ours, {comparison.Plan.Iterations} iterations", Ours(comparison), null);
        Row("", "  the same pictures", comparison.OursOnSame, null);
        Row("", $"published, {reference}, singly", Single(comparison), comparison.RatioOne);
        Row("", $"published, {reference}, by {comparison.Batch[0].Batch}", Batch(comparison), comparison.RatioBatch);
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                network = _subject.Network.Spec.Name,
                data = _subject.Data,
                trainingSeed = _subject.Seed,
                threads = 1,
                processors = Environment.ProcessorCount,
                compared = _compared.Select(comparison => new
                {
                    split = comparison.Split,
                    pictures = comparison.Ours[0].Scores.Count,
                    referencePictures = comparison.Plan.ReferenceImages,
                    rounds = comparison.Plan.Rounds,
                    ours = Fields(Ours(comparison), comparison.Plan.Iterations),
                    oursOnReferencePictures = new { psnrDb = comparison.OursOnSame.PsnrDb, ssim = comparison.OursOnSame.Ssim },
                    referenceOne = Fields(Single(comparison), AttackComparison.ReferenceIterations(comparison.Split)),
                    referenceBatch = Fields(Batch(comparison), AttackComparison.ReferenceIterations(comparison.Split)),
                    equalOrBetter = comparison.IsAtLeastAsGood,
                    ratioOne = comparison.RatioOne,
                    ratioBatch = comparison.RatioBatch,
                }),
            }));
        }
    }

    private static AttackMeasurement Ours(AttackComparison comparison) => AttackComparison.Together(comparison.Ours, samePictures: true);

    private static AttackMeasurement Single(AttackComparison comparison) => AttackComparison.Together(comparison.Single, samePictures: false);

    private static AttackMeasurement Batch(AttackComparison comparison) => AttackComparison.Together(comparison.Batch, samePictures: true);

    private static object Fields(AttackMeasurement measured, int iterations) => new
    {
        iterations,
        batch = measured.Batch,
        pictures = measured.Scores.Count,
        psnrDb = measured.PsnrDb,
        ssim = measured.Ssim,
        seconds = measured.Seconds,
        reconstructionsPerSecond = measured.PerSecond,
    };

    private static void Row(string split, string settings, AttackMeasurement measured, double? ratio) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{split,-8} {settings,-28} {measured.Scores.Count,8} {measured.PsnrDb,8:F2} / {measured.Ssim:F3} {measured.PerSecond,11:F2} {ratio,7:F1}"));
}
