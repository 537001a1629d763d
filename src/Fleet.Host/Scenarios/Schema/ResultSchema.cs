using System.Globalization;
using Fleet.Host.Scenarios.Units;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of what is measured and kept.</summary>
internal static class ResultSchema
{
    /// <summary>The section before any key is set.</summary>
    public static readonly ResultSection Blank = new(0, Accuracy: true);

    /// <summary>The section <c>results</c>.</summary>
    public static MapSpec<ResultSection> Spec { get; } = new("Results", "the results", "What of a run is measured and kept.", Blank,
    [
        new Key<ResultSection, long>(
            new QuantitySpec<long>(
                QuantityKind.Count,
                new Limits(1, long.MaxValue) { IsTechnical = true },
                value => (long)value,
                value => value,
                new Dictionary<string, long> { [Values.All] = long.MaxValue, ["none"] = 0 }),
            r => r.RequestLimit,
            (r, value) => r with { RequestLimit = value })
        {
            Name = "requests",
            Documentation = "The most rows that requests.parquet may have; of more requests it holds a sample, chosen by the key of the request.",
            Default = ResultSection.DefaultRequestLimit.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_'),
            Example = "10_000",
        },
        new Key<ResultSection, bool>(
            new ChoiceSpec<bool>("a choice of accuracies", [(Values.All, true), ("none", false)]), r => r.Accuracy, (r, value) => r with { Accuracy = value })
        {
            Name = "accuracy",
            Documentation = "Whether to measure the accuracy of each split and defence of the fleet, on the whole test part. Without it and without an adversary no network is trained.",
            Default = Values.All,
            Example = "none",
        },
        new Key<ResultSection, bool>(
            new ChoiceSpec<bool>("a choice of identifications", [(Values.All, true), ("none", false)]), r => r.Identification, (r, value) => r with { Identification = value })
        {
            Name = "identification",
            Documentation = "Whether an independent classifier, trained once on the same pictures, says what class it sees in each picture that an adversary recovers.",
            Default = Values.All,
            Example = "none",
        },
    ]);
}
