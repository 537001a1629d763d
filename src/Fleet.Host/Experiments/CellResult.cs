using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Host.Results;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Experiments;

/// <summary>What one cell gave, as it stands in its file.</summary>
/// <param name="Format">The format of the file: one of another version is not read, its cell runs again.</param>
/// <param name="Plan">The hash of the plan: a file of another number of pictures, or of other settings, is not mistaken for this one's.</param>
/// <param name="Cell">The cell in canonical form.</param>
/// <param name="Cut">What the defended cut gives, whatever the attack.</param>
/// <param name="PreparationSeconds">Wall-clock time spent once for the cell, such as training a decoder; 0 for what an earlier one learned.</param>
/// <param name="AttackSeconds">Wall-clock time spent on the pictures.</param>
/// <param name="PreparationFlops">Operations of the preparation at its limit.</param>
/// <param name="FlopsPerImage">Operations for each picture at the limit of iterations.</param>
/// <param name="Queries">Queries to the device's half.</param>
/// <param name="Images">A row for each picture.</param>
internal sealed record CellResult(
    int Format,
    string Plan,
    string Cell,
    CutMeasures Cut,
    double PreparationSeconds,
    double AttackSeconds,
    long PreparationFlops,
    long FlopsPerImage,
    long Queries,
    IReadOnlyList<ImageResult> Images)
{
    /// <summary>The format that this version writes; it changes with the meaning of what a cell keeps.</summary>
    public const int CurrentFormat = 5;

    /// <summary>The build of FleetSim that made it.</summary>
    public string Build { get; init; } = "";

    /// <summary>Its other files, such as the contact sheet.</summary>
    public IReadOnlyList<ManifestFile> Files { get; init; } = [];

    /// <summary>SHA-256 over all the rest of this, 64 hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";
}

/// <summary>What an attack recovered of one picture.</summary>
/// <param name="Input">The picture, as an index into the test part.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Iterations">Iterations of the attack.</param>
/// <param name="Metrics">The metrics of the reconstruction.</param>
internal sealed record ImageResult(int Input, int Label, int Iterations, MetricValues<double> Metrics);

/// <summary>What a defended cut gives, whatever the attack on it.</summary>
/// <param name="Accuracy">The share of test pictures that the defended, cut network answers right.</param>
/// <param name="Metrics">The metrics of the cut.</param>
internal sealed record CutMeasures(double Accuracy, MetricValues<MeanEstimate> Metrics);

/// <summary>Metrics as an object with a key for each that is measured; the others follow from these.</summary>
/// <param name="isMeasured">Whether a metric is.</param>
/// <param name="make">Makes all of them from these.</param>
internal sealed class MetricsConverter<T>(Func<LeakageMetric, bool> isMeasured, Func<Func<LeakageMetric, T>, MetricValues<T>> make)
    : JsonConverter<MetricValues<T>>
{
    public override MetricValues<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Dictionary<string, T> values = JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)!;
        return make(metric => values.TryGetValue(metric.Name, out T? value) ? value : throw new JsonException($"There is no {metric.Name}."));
    }

    public override void Write(Utf8JsonWriter writer, MetricValues<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, LeakageMetrics.All.Where(isMeasured).ToDictionary(metric => metric.Name, metric => value[metric]), options);
}
