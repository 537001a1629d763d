using System.Security.Cryptography;
using System.Text.Json;
using Fleet.Actors.World.Topology;
using Fleet.Host.Results;
using Fleet.Host.Runs;

namespace Fleet.Host.Tests.Results;

public sealed class RunWriterTests
{
    private static readonly string[] SameBytes =
    [
        "requests.parquet", "leakage.parquet", "report.html", "reconstructions/rmle-ReLU1-none.png",
        "reconstructions/rmle-ReLU2-dropout-0.3-activation.png",
    ];

    [Fact]
    public void Two_runs_of_one_seed_give_the_same_bytes_at_different_times()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        new SampleRun().Write(At(first), new FixedClock(DateTimeOffset.UnixEpoch));
        new SampleRun().Write(At(second), new FixedClock(DateTimeOffset.UnixEpoch.AddDays(400)));
        foreach (string file in SameBytes)
        {
            Assert.Equal(File.ReadAllBytes(first.PathOf(file)), File.ReadAllBytes(second.PathOf(file)));
        }
    }

    [Theory]
    [InlineData("requests.parquet")]
    [InlineData("leakage.parquet")]
    public void Another_seed_gives_other_bytes(string file)
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        new SampleRun(seed: 1).Write(At(first), Clock());
        new SampleRun(seed: 2).Write(At(second), Clock());
        Assert.NotEqual(File.ReadAllBytes(first.PathOf(file)), File.ReadAllBytes(second.PathOf(file)));
    }

    [Fact]
    public void The_manifest_lists_every_other_file_with_its_hash()
    {
        using TemporaryFolder folder = new();
        new SampleRun(requests: 100).Write(At(folder), Clock());
        Manifest manifest = ResultsJson.ReadManifest(folder.PathOf("manifest.json"));
        string[] present =
        [
            .. Directory.EnumerateFiles(folder.FullPath, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder.FullPath, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(present, manifest.Files.Select(file => file.Name).Append("manifest.json").Order(StringComparer.Ordinal));
        foreach (ManifestFile file in manifest.Files)
        {
            byte[] content = File.ReadAllBytes(folder.PathOf(file.Name));
            Assert.Equal(content.Length, file.Bytes);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Sha256);
        }
    }

    [Fact]
    public void The_manifest_keeps_the_scenario_as_resolved_and_the_times_of_the_clock()
    {
        using TemporaryFolder folder = new();
        SampleRun run = new(requests: 10);
        DateTimeOffset start = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
        run.Write(At(folder), new FixedClock(start));
        Manifest manifest = ResultsJson.ReadManifest(folder.PathOf("manifest.json"));
        Assert.True(JsonElement.DeepEquals(run.Info.Resolved, manifest.Scenario));
        Assert.Equal(start.AddSeconds(1), manifest.StartedAt);
        Assert.True(manifest.EndedAt > manifest.StartedAt);
    }

    [Fact]
    public void An_interrupted_run_keeps_what_was_finished_and_says_so()
    {
        using TemporaryFolder folder = new();
        WrittenRun written = new SampleRun(requests: 50).Write(At(folder), Clock(), messages: 2, interrupted: true);
        Assert.Equal(RunStatus.Interrupted, ResultsJson.ReadManifest(folder.PathOf("manifest.json")).Status);
        Assert.Equal(50, written.Summary.RequestsFile.Rows);
        Assert.Equal("50", Database.Query(folder.FullPath, "SELECT count(*) FROM 'requests.parquet'")[0][0]);
        Assert.Equal("6", Database.Query(folder.FullPath, "SELECT count(*) FROM 'leakage.parquet'")[0][0]);
    }

    [Fact]
    public void A_run_without_requests_and_attacks_gives_files_that_can_be_read()
    {
        using TemporaryFolder folder = new();
        new SampleRun(requests: 0).Write(At(folder), Clock(), messages: 0);
        Assert.Equal("0", Database.Query(folder.FullPath, "SELECT count(*) FROM 'requests.parquet'")[0][0]);
        Assert.Equal("0", Database.Query(folder.FullPath, "SELECT count(*) FROM 'leakage.parquet'")[0][0]);
        Assert.False(Directory.Exists(folder.PathOf("reconstructions")));
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(folder.PathOf("summary.json")));
        Assert.Equal(JsonValueKind.Null, summary.RootElement.GetProperty("latencyMs").GetProperty("mean").ValueKind);
    }

    [Fact]
    public void While_a_run_writes_no_file_stands_under_a_final_name()
    {
        using TemporaryFolder folder = new();
        SampleRun run = new(requests: 100);
        using RunWriter writer = RunWriter.Open(At(folder), run.Info, Clock());
        foreach (var record in run.Records) writer.Requests.Record(record);
        string[] names = [.. Directory.EnumerateFiles(folder.FullPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal([FolderLock.FileName, RunFolder.Marker, "requests.parquet" + AtomicFile.PartialSuffix], names);
    }

    [Fact]
    public void A_run_that_is_not_completed_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        SampleRun run = new(requests: 100);
        string path = folder.PathOf("run");
        using (RunWriter writer = RunWriter.Open(RunFolder.At(path, force: false), run.Info, Clock()))
        {
            foreach (var record in run.Records) writer.Requests.Record(record);
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void A_request_that_reached_no_server_has_none()
    {
        using TemporaryFolder folder = new();
        SampleRun run = new(requests: 2000);
        run.Write(At(folder), Clock());
        string failed = Database.Query(folder.FullPath, "SELECT count(*) FROM 'requests.parquet' WHERE server IS NULL")[0][0];
        Assert.Equal(run.Records.Count(r => r.Server == ServerId.None), Database.Number(failed));
    }

    [Fact]
    public void The_stages_add_up_to_the_latency_in_every_row()
    {
        using TemporaryFolder folder = new();
        new SampleRun(requests: 2000).Write(At(folder), Clock());
        string sum = string.Join(" + ", Fleet.Actors.World.Telemetry.StageTimes.Stages.Select(stage => stage.Name + "Ns"));
        string wrong = Database.Query(folder.FullPath, $"SELECT count(*) FROM 'requests.parquet' WHERE {sum} <> latencyNs OR completionNs - arrivalNs <> latencyNs")[0][0];
        Assert.Equal("0", wrong);
    }

    [Fact]
    public void More_requests_than_a_row_group_holds_are_all_written()
    {
        using TemporaryFolder folder = new();
        int requests = (2 * ParquetTable<int>.RowGroupSize) + 7;
        new SampleRun(requests: requests).Write(At(folder), Clock(), messages: 0);
        string[] row = Database.Query(folder.FullPath, "SELECT count(*), count(DISTINCT sequence) FROM 'requests.parquet'")[0];
        Assert.Equal(requests, Database.Number(row[0]));
        Assert.Equal(requests, Database.Number(row[1]));
    }

    [Fact]
    public void Optional_values_and_texts_come_back_where_they_were()
    {
        using TemporaryFolder folder = new();
        int?[] numbers = [.. Enumerable.Range(0, 1_700).Select(i => i % 3 == 0 ? (int?)null : i)];
        ParquetTable<int?>.Write(folder.PathOf("some.parquet"), [
            ParquetColumn<int?>.OptionalInt32("number", (in int? x) => x),
            ParquetColumn<int?>.OptionalDouble("half", (in int? x) => x / 2.0 ?? double.NaN),
            ParquetColumn<int?>.OptionalBool("even", (in int? x) => x is { } n ? n % 2 == 0 : null),
            ParquetColumn<int?>.Text("text", (in int? x) => x is { } n ? $"Zug {n % 7} über Köln" : ""),
        ], numbers);
        string[][] rows = [.. Database.Query(folder.FullPath, "SELECT number, half * 2, even::VARCHAR, text FROM 'some.parquet'")];
        Assert.Equal(numbers.Length, rows.Length);
        foreach ((int? expected, string[] row) in numbers.Zip(rows))
        {
            string[] values = expected is { } n ? [$"{n}", $"{n}", n % 2 == 0 ? "true" : "false", $"Zug {n % 7} über Köln"] : ["", "", "", ""];
            Assert.Equal(values, row);
        }
    }

    [Fact]
    public void Without_a_requests_file_the_summary_says_none()
    {
        using TemporaryFolder folder = new();
        WrittenRun written = new SampleRun(requests: 100, mode: RequestsMode.None).Write(At(folder), Clock());
        Assert.Equal(new RequestsFile("none", 0, 100), written.Summary.RequestsFile);
        Assert.False(File.Exists(folder.PathOf("requests.parquet")));
    }

    [Fact]
    public void A_sample_holds_requests_chosen_by_their_key()
    {
        using TemporaryFolder folder = new();
        SampleRun run = new(requests: 4000, mode: RequestsMode.Sample(500));
        WrittenRun written = run.Write(At(folder), Clock());
        RequestSelection selection = RequestSelection.Plan(RequestsMode.Sample(500), 4000, run.Seed);
        int chosen = run.Records.Count(r => selection.Includes(r.Device.Value, r.Sequence));
        Assert.Equal(new RequestsFile("sample", chosen, 4000), written.Summary.RequestsFile);
        Assert.InRange(chosen, 300, 500);
    }

    [Fact]
    public void More_requests_than_expected_do_not_exceed_the_limit()
    {
        using TemporaryFolder folder = new();
        WrittenRun written = new SampleRun(requests: 1000, mode: RequestsMode.Sample(200), expected: 100).Write(At(folder), Clock());
        Assert.Equal(new RequestsFile("sample", 200, 1000), written.Summary.RequestsFile);
    }

    private static RunFolder At(TemporaryFolder folder) => RunFolder.At(folder.FullPath, force: false);

    private static FixedClock Clock() => new(DateTimeOffset.UnixEpoch);
}
