using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Models.Leakage;

namespace Fleet.Host.Tests.Results;

public sealed class FiguresOfRunsTests
{
    [Fact]
    public void The_tensor_hash_has_32_digits_and_changes_with_the_last_bit_of_a_value()
    {
        RunOutcome outcome = new SampleRun(requests: 0).Outcome();
        LeakageSample[] samples = [.. outcome.Attacked.Select(m => m.Sample)];
        string hash = TensorHash.Of(outcome.Accuracy, samples);
        Assert.Matches("^[0-9a-f]{32}$", hash);
        Assert.Equal(hash, TensorHash.Of(outcome.Accuracy, samples));

        LeakageSample[] nudged = [.. samples];
        nudged[^1] = nudged[^1] with { SsimPaper = Math.BitIncrement(nudged[^1].SsimPaper) };
        Assert.NotEqual(hash, TensorHash.Of(outcome.Accuracy, nudged));

        AccuracyRow[] better = [.. outcome.Accuracy];
        better[0] = better[0] with { Value = Math.BitIncrement(better[0].Value) };
        Assert.NotEqual(hash, TensorHash.Of(better, samples));
    }

    [Fact]
    public void Leakage_rows_are_means_over_their_group_in_the_order_of_appearance()
    {
        LeakageSample sample = new SampleRun(requests: 0).Outcome(messages: 1).Attacked[0].Sample;
        LeakageSample[] samples =
        [
            sample with { Split = "z", SsimUniform7 = 0.2, Mse = 0.1, PsnrDb = 10 },
            sample with { Split = "a", SsimUniform7 = 0.9 },
            sample with { Split = "z", SsimUniform7 = 0.4, Mse = 0.3, PsnrDb = 20 },
        ];
        IReadOnlyList<LeakageRow> rows = LeakageSummary.Of(samples);
        Assert.Equal(["z", "a"], rows.Select(row => row.Split));
        Assert.Equal(2, rows[0].Samples);
        Assert.Equal(0.2, rows[0].Mse, 12);
        Assert.Equal(15, rows[0].PsnrDb.Mean, 12);
        Assert.Equal(0.3, rows[0].Ssim.Mean, 12);
        Assert.Equal(0.5, rows[0].Recognisable, 12);
        Assert.False(rows[1].Ssim.Ci95.IsDefined);
    }

    [Fact]
    public void A_sample_with_an_ssim_of_exactly_the_limit_is_not_recognisable()
    {
        LeakageSample sample = new SampleRun(requests: 0).Outcome(messages: 1).Attacked[0].Sample;
        Assert.Equal(0, LeakageSummary.Of([sample with { SsimUniform7 = ImageScore.RecognisableAbove }])[0].Recognisable);
    }

    [Theory]
    [InlineData("uniform7", 0.1)]
    [InlineData("wang11", 0.2)]
    [InlineData("paper", 0.3)]
    public void The_convention_says_which_ssim_is_summed_up(string convention, double expected)
    {
        LeakageSample sample = new SampleRun(requests: 0).Outcome(messages: 1).Attacked[0].Sample with
        {
            SsimUniform7 = 0.1,
            SsimWang11 = 0.2,
            SsimPaper = 0.3,
        };
        LeakageRow row = LeakageSummary.Of([sample], convention)[0];
        Assert.Equal(expected, row.Ssim.Mean);
        Assert.Equal(convention, row.SsimConvention);
    }

    [Fact]
    public void The_distribution_counts_answered_requests_after_warm_up_and_all_failures()
    {
        SampleRun run = new(requests: 3000);
        LatencyDistribution distribution = new(3, run.Info.WarmUp);
        foreach (RequestRecord record in run.Records) distribution.Record(record);
        RequestRecord[] counted = [.. run.Records.Where(r => r.Outcome == RequestOutcome.Answered && r.Arrival >= run.Info.WarmUp)];
        Assert.Equal(counted.Length, distribution.Samples);
        Assert.Equal(counted.Length, distribution.Counts().Sum(count => count.Count));
        Assert.Equal(
            Enumerable.Range(0, 3).SelectMany(distribution.Counts).GroupBy(count => count.Nanoseconds).OrderBy(group => group.Key)
                .Select(group => new LatencyCount(group.Key, group.Sum(count => count.Count))),
            distribution.Counts());
        Assert.Equal(run.Records.Count(r => r.Outcome != RequestOutcome.Answered), distribution.Classes.Sum(c => c.Failed));
        double mean = counted.Where(r => r.DeviceClass == 1).Average(r => r.Latency.Milliseconds);
        Assert.Equal(mean, distribution.Classes[1].MeanMs, 9);
        Assert.Equal(mean, Enumerable.Range(0, StageTimes.Count).Sum(distribution.Classes[1].StageMeanMs), 9);
    }

    [Fact]
    public void Percentiles_are_right_to_three_digits()
    {
        LatencyDistribution distribution = new(1, SimTime.Zero);
        RequestRecord record = new SampleRun(requests: 1).Records[0] with { DeviceClass = 0, Outcome = RequestOutcome.Answered, Arrival = SimTime.Zero };
        for (int i = 1; i <= 1000; i++) distribution.Record(record with { Completion = SimTime.FromMilliseconds(i) });
        Assert.InRange(distribution.Classes[0].PercentileMs(95), 949, 951);
    }

    [Fact]
    public void An_estimate_leaves_out_replications_without_a_value()
    {
        Estimate estimate = Estimate.Of([1, double.NaN, 3]);
        Assert.Equal(2, estimate.Mean);
        Assert.True(estimate.Ci95.Contains(2));
        Assert.Equal(Estimate.None, Estimate.Of([double.NaN]));
    }

    [Fact]
    public void Results_read_back_from_json_are_those_written()
    {
        using TemporaryFolder folder = new();
        WrittenRun written = new SampleRun(requests: 200).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch));
        RunSummary read = ResultsJson.ReadSummary(folder.PathOf("summary.json"));
        Assert.Equal(written.Summary.Accuracy, read.Accuracy);
        Assert.Equal(written.Summary.Leakage, read.Leakage);
        Assert.Equal(written.Summary.LatencyMs.ByStage, read.LatencyMs.ByStage);
        Assert.Equal(written.Summary.TensorHash, read.TensorHash);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(0, true)]
    public void Summary_and_manifest_are_written_byte_for_byte_as_their_generated_contracts_would(int messages, bool interrupted)
    {
        using TemporaryFolder folder = new();
        WrittenRun written = new SampleRun(requests: 200)
            .Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch), messages, interrupted);
        Manifest parted = written.Manifest with { Partition = new ManifestPartition(2, 0.01, 7, 0.9, double.NaN, [12, 13]) };
        RunSummary failed = written.Summary with
        {
            EventsPerSecond = double.NaN,
            EntityFailures = new EntityFailures(new Dictionary<string, long> { ["IOException: \"no\" <disk>"] = 2 }, ["device-3"]),
        };
        Assert.Equal(Serialized(written.Summary, ResultsJson.Context.RunSummary), Encoding.UTF8.GetString(ResultsJson.Write(written.Summary)));
        Assert.Equal(Serialized(failed, ResultsJson.Context.RunSummary), Encoding.UTF8.GetString(ResultsJson.Write(failed)));
        Assert.Equal(Serialized(written.Manifest, ResultsJson.Context.Manifest), Encoding.UTF8.GetString(ResultsJson.Write(written.Manifest)));
        Assert.Equal(Serialized(parted, ResultsJson.Context.Manifest), Encoding.UTF8.GetString(ResultsJson.Write(parted)));
    }

    [Fact]
    public void The_rows_of_a_sweep_print_as_json_with_null_for_what_was_not_measured()
    {
        SweepRow row = SampleSweep.Rows(1, leakage: false, replications: 1)[0];
        JsonElement printed = JsonDocument.Parse(ResultsJson.ToText([row])).RootElement[0];
        Assert.Equal(row.LatencyMeanMs.Mean, printed.GetProperty("latencyMeanMs").GetProperty("mean").GetDouble());
        Assert.Equal(JsonValueKind.Null, printed.GetProperty("ssim").GetProperty("mean").ValueKind);
        Assert.Equal(row.ResultHashes, printed.GetProperty("resultHashes").EnumerateArray().Select(hash => hash.GetString()));
    }

    private static string Serialized<T>(T value, JsonTypeInfo<T> contract) => JsonSerializer.Serialize(value, contract) + "\n";
}
