using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Statistics;

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
        settings = Settings(row),
        adaptive = row.Adaptive,
        defense = row.Defense,
        accuracy = row.Accuracy,
        samples = row.Samples,
        seeds = row.Seeds,
        mse = ToObject(row.Mse),
        psnrDb = ToObject(row.PsnrDb),
        ssim = ToObject(row.Ssim),
        ssimPaper = ToObject(row.SsimPaper),
        recognisable = row.Recognisable.Mean,
        recognisableCi95 = ToArray(row.Recognisable.Ci95),
        identificationAccuracy = new { mean = row.Identified.Mean, ci95 = ToArray(row.Identified.Ci95) },
        originalsIdentified = row.OriginalsIdentified.Mean,
        distanceCorrelation = ToPlainObject(row.DistanceCorrelation),
        distanceCorrelationSquare = ToPlainObject(row.DistanceCorrelationSquare),
        dfil = row.Bound is null ? null : ToObject(row.Bound.Dfil),
        dfilMseBound = row.Bound is null ? null : ToObject(row.Bound.Mse),
        dfilPsnrBoundDb = row.Bound is null ? null : Finite(row.Bound.PsnrDb),
        dfilExact = row.Bound?.IsExact,
        preparationFlops = row.PreparationFlops,
        flopsPerPicture = row.FlopsPerImage,
        strongest = row.Strongest?.ToDictionary(one => one.Attack, one => one.Pictures, StringComparer.Ordinal),
        seconds = row.Seconds,
        device = row.Device,
    };

    // The rows are over the attacker's seeds.
    private static JsonObject? Settings(AttackRow row)
    {
        JsonObject? settings = row.Settings is { } given ? AttackSettings.ToJson(given) : null;
        settings?.Remove("seed");
        return settings;
    }

    private static object ToObject(SeedMedian value) => new
    {
        median = Finite(value.Median),
        low = Finite(value.Low),
        high = Finite(value.High),
        ci95 = ToArray(value.Ci95),
    };

    private static object ToPlainObject(SeedMedian value) => new { median = Finite(value.Median), low = Finite(value.Low), high = Finite(value.High) };

    private static double?[] ToArray(Interval interval) => [Finite(interval.Low), Finite(interval.High)];

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
