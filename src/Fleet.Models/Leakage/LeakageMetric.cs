using Fleet.Models.Statistics;
using Fleet.Models.Tensors;

namespace Fleet.Models.Leakage;

/// <summary>
/// A metric of leakage: how it is measured and summed up, and how results name and show it. Each is declared once, in
/// <see cref="LeakageMetrics"/>; tables, JSON files, pages and consoles are folds over the declarations.
/// </summary>
/// <param name="name">The key of its summed-up value: in summary.json, attack.json and sweep.parquet.</param>
public sealed class LeakageMetric(string name)
{
    /// <summary>The key of its summed-up value.</summary>
    public string Name { get; } = name;

    /// <summary>The column of its single values in leakage.parquet; null for none.</summary>
    public string? Column { get; init; } = name;

    /// <summary>The unit; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What a single value means, as the documentation says it.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Measures one reconstruction: a number, or 1 and 0 for a share; NaN if unknown. Null if it is not measured on one.</summary>
    public Func<ReconstructedPicture, double>? OfPicture { get; init; }

    /// <summary>Measures a defended cut, whatever the attack on it; a mean of NaN if unknown. Null if it is not measured on one.</summary>
    public Func<CutSample, MeanEstimate>? OfCut { get; init; }

    /// <summary>The metric declared before it from whose value this one follows; null if it is measured itself.</summary>
    public LeakageMetric? From { get; init; }

    /// <summary>How it follows.</summary>
    public Func<double, double> Map { get; init; } = value => value;

    /// <summary>Whether its pictures are hits (1) or not (0), summed up as their share. Others are summed up as means.</summary>
    public bool IsShare { get; init; }

    /// <summary>Whether it exists only where Gaussian noise gives a bound.</summary>
    public bool IsBound { get; init; }

    /// <summary>Whether it is a single value only of attack experiments, not of fleets.</summary>
    public bool OnlyInExperiments { get; init; }

    /// <summary>The convention by which it is computed; empty if there is one only.</summary>
    public string Convention { get; init; } = "";

    /// <summary>How summary.json has it.</summary>
    public MetricForm InSummary { get; init; }

    /// <summary>How attack.json has it.</summary>
    public MetricForm InExperiment { get; init; }

    /// <summary>Decimals that tables for people show of a number; null for three significant digits. Shares are whole per cent.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether its interval has a place of its own in tables for people.</summary>
    public bool ShowsInterval { get; init; }

    /// <summary>Its column in the report of a run; null for none.</summary>
    public MetricTitle? Page { get; init; }

    /// <summary>Its column in the console of a run; null for none.</summary>
    public MetricTitle? RunConsole { get; init; }

    /// <summary>Its column in the console of an attack experiment; null for none.</summary>
    public MetricTitle? ExperimentConsole { get; init; }

    /// <summary>Its heading in the console of a sweep; null if sweeps do not have it.</summary>
    public string? Sweep { get; init; }

    /// <summary>Whether it belongs to a reconstruction, not to a cut.</summary>
    public bool IsOfPicture => OfPicture is not null || From is { IsOfPicture: true };

    /// <summary>Whether it is a mean over pictures.</summary>
    public bool IsMean => IsOfPicture && !IsShare;

    /// <summary>Its position among all.</summary>
    internal int Index { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A column of a table for people.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Legend">The explanation below the table, without a full stop; empty for none.</param>
public sealed record MetricTitle(string Title, string Legend = "")
{
    /// <summary>The metric behind which it stands; null for its place among the declarations.</summary>
    public LeakageMetric? Behind { get; init; }

    /// <summary>A narrow terminal omits the columns with the least of these first; null for one that it keeps.</summary>
    public int? OmittedAs { get; init; }
}

/// <summary>How JSON has a summed-up value.</summary>
public enum MetricForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A number.</summary>
    Value,

    /// <summary>A number, and its interval under the name with Ci95 behind it.</summary>
    ValueAndInterval,

    /// <summary>An object of mean and ci95; null where it does not exist.</summary>
    Estimate,

    /// <summary>An object of the median, least and greatest over seeds.</summary>
    Spread,

    /// <summary>The same with ci95; null where it does not exist.</summary>
    SpreadAndInterval,

    /// <summary>Whether it holds for every seed; null where it does not exist.</summary>
    Truth,
}

/// <summary>A reconstruction beside its original.</summary>
/// <param name="Original">The picture sent: channels x height x width values in [0, 1].</param>
/// <param name="Reconstruction">What the attack made of it, in the same layout.</param>
/// <param name="Shape">The shape of both.</param>
public sealed record ReconstructedPicture(float[] Original, float[] Reconstruction, TensorShape Shape)
{
    /// <summary>Whether an independent classifier sees the true class in the reconstruction; null if none looked.</summary>
    public bool? Identified { get; init; }

    /// <summary>Whether it sees it in the original; null if none looked.</summary>
    public bool? OriginalIdentified { get; init; }
}

/// <summary>What crossed a defended cut.</summary>
/// <param name="Pictures">Pictures, in [0, 1].</param>
/// <param name="Messages">What crossed the link for each, flat.</param>
/// <param name="Fisher">The bound for attacks without bias; null where the defence has no noise that gives one.</param>
public sealed record CutSample(IReadOnlyList<float[]> Pictures, IReadOnlyList<float[]> Messages, FisherLeakage? Fisher);
