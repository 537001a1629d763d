using System.Text.Json;

namespace Fleet.Host.Experiments;

/// <summary>The rows of an attack experiment as JSON, for scripts.</summary>
internal static class AttackJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>The rows as a list; a value that is not known is null.</summary>
    public static string ToText(IReadOnlyList<AttackRow> rows) => JsonSerializer.Serialize(rows.Select(ToObject), Options);

    private static object ToObject(AttackRow row) => new
    {
        network = row.Network,
        data = row.Data,
        split = row.Split,
        attack = row.Attack,
        @case = row.Case,
        knowledge = row.Knowledge,
        adaptive = row.Adaptive,
        defense = row.Defense,
        accuracy = row.Accuracy,
        samples = row.Samples,
        seeds = row.Seeds,
        psnrDb = ToObject(row.PsnrDb),
        ssim = ToObject(row.Ssim),
        ssimPaper = ToObject(row.SsimPaper),
        recognisable = row.Recognisable,
        seconds = row.Seconds,
    };

    private static object ToObject(SeedMedian value) => new
    {
        median = value.Median,
        low = value.Low,
        high = value.High,
        ci95 = (double?[])[Finite(value.Ci95.Low), Finite(value.Ci95.High)],
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
