using System.Text.Json;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Experiments;
using Fleet.Host.Results;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Results;

public sealed class DocumentedResultsTests
{
    private static readonly string[] SweptPaths = ["devices[camera].split", "devices[camera].defense"];

    [Fact]
    public void The_documentation_lists_the_columns_of_requests_parquet() =>
        Assert.Equal(Documentation.Rows("requests.parquet"), Columns(RequestsTable.Columns(new SampleRun(requests: 1).Info)));

    [Fact]
    public void The_documentation_lists_the_columns_of_leakage_parquet() =>
        Assert.Equal(Documentation.Rows("leakage.parquet"), Columns(LeakageTable.Columns()));

    [Fact]
    public void The_documentation_lists_the_columns_of_leakage_parquet_of_an_attack_experiment() =>
        Assert.Equal(Documentation.Rows("leakage.parquet of an attack experiment"), Columns(AttackTable.Columns(SampleAttack.Plan)));

    /// <summary>Both tables of pictures say of a metric what its declaration says.</summary>
    [Theory]
    [InlineData("leakage.parquet")]
    [InlineData("leakage.parquet of an attack experiment")]
    public void The_documentation_has_the_unit_and_the_meaning_of_each_metric(string section)
    {
        foreach ((string name, string unit, string meaning) in Documentation.Meanings(section))
        {
            if (LeakageMetrics.All.FirstOrDefault(metric => metric.Column == name) is { } metric)
            {
                Assert.Equal((name, metric.Unit), (name, unit));
                Assert.StartsWith(metric.Meaning, meaning, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_documentation_lists_the_fields_of_attack_json()
    {
        using JsonDocument json = JsonDocument.Parse(AttackJson.ToText([SampleAttack.Row()]));
        string[] measured =
        [
            "settings", "strongest",
            .. LeakageMetrics.All.Where(metric => metric.InExperiment is MetricForm.Spread or MetricForm.SpreadAndInterval).Select(metric => metric.Name),
        ];
        Assert.Equal(Documentation.Rows("attack.json").Select(row => row.Name), Fields(json.RootElement[0], string.Empty, measured));
    }

    [Fact]
    public void The_documentation_lists_the_columns_of_sweep_parquet() =>
        Assert.Equal(Documentation.Rows("Sweeps"), Columns(SweepTable.Columns([])));

    [Theory]
    [InlineData("summary.json", "requests.failed entityFailures.causes latencyMs.byStage")]
    [InlineData("manifest.json", "scenario libraries commandLine attacks[].deviceClasses attacks[].settings")]
    public void The_documentation_lists_the_fields_of(string file, string opaque)
    {
        using TemporaryFolder folder = new();
        Write(folder);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder.PathOf(file)));
        Assert.Equal(Documentation.Rows(file).Select(row => row.Name), Fields(json.RootElement, string.Empty, opaque.Split(' ')));
    }

    [Fact]
    public void The_documented_queries_read_the_files()
    {
        using TemporaryFolder folder = new();
        Write(folder);
        SweepTable.Write(folder.PathOf("sweep.parquet"), SampleSweep.Rows(6));
        IReadOnlyList<string> queries = Documentation.Queries("Reading with DuckDB");
        Assert.Equal(5, queries.Count);
        foreach (string query in queries) Assert.NotEmpty(Database.Query(folder.FullPath, query));
    }

    [Fact]
    public void The_documented_latency_query_gives_the_means_of_the_classes()
    {
        using TemporaryFolder folder = new();
        SampleRun run = Write(folder);
        IReadOnlyList<string[]> rows = Database.Query(folder.FullPath, Documentation.Queries("Reading with DuckDB")[0]);
        Assert.Equal(run.Info.DeviceClasses.Count, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            RequestRecord[] expected =
            [
                .. run.Records.Where(r => r.DeviceClass == i && r.Outcome == RequestOutcome.Answered && r.Arrival >= run.Info.WarmUp),
            ];
            Assert.Equal(run.Info.DeviceClasses[i].Name, rows[i][0]);
            Assert.Equal(expected.Length, Database.Number(rows[i][3]));
            Assert.Equal(expected.Average(r => r.Latency.Milliseconds), Database.Number(rows[i][4]), 6);
            double[] ordered = [.. expected.Select(r => r.Latency.Milliseconds).Order()];
            Assert.Equal(ordered[NearestRank.Of(ordered.Length, 95) - 1], Database.Number(rows[i][5]), 6);
        }
    }

    [Fact]
    public void The_percentile_of_the_documented_query_is_nearest_rank_for_every_number_of_rows()
    {
        string percentile = Assert.Single(Documentation.Queries("Reading with DuckDB")[0].Split('\n'), line => line.Contains("p95Ms", StringComparison.Ordinal));
        string query = $"SELECT rows, {percentile.Replace("/ 1e6", "", StringComparison.Ordinal)} FROM range(1, 301) AS a(rows), range(1, 301) AS b(latencyNs) WHERE latencyNs <= rows GROUP BY rows ORDER BY rows";
        Assert.Equal(
            Enumerable.Range(1, 300).Select(rows => $"{rows} {NearestRank.Of(rows, 95)}"),
            Database.Query(AppContext.BaseDirectory, query).Select(row => string.Join(' ', row)));
    }

    [Fact]
    public void A_swept_path_is_a_column_behind_the_cell()
    {
        string[] names = [.. SweepTable.Columns(SweptPaths).Take(4).Select(column => column.Name)];
        Assert.Equal(["cell", .. SweptPaths, "replications"], names);
    }

    private static SampleRun Write(TemporaryFolder folder)
    {
        SampleRun run = new(requests: 2000);
        run.Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch));
        return run;
    }

    private static IEnumerable<(string Name, string Type)> Columns<TRow>(IReadOnlyList<ParquetColumn<TRow>> columns) =>
        columns.Select(column => (column.Name, column.Type));

    private static IEnumerable<string> Fields(JsonElement element, string path, string[] opaque)
    {
        if (element.ValueKind == JsonValueKind.Object && !opaque.Contains(path))
        {
            return element.EnumerateObject().SelectMany(p => Fields(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}", opaque));
        }

        bool ofObjects = element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.Object;
        return ofObjects ? Fields(element[0], path + "[]", opaque) : [path];
    }
}
