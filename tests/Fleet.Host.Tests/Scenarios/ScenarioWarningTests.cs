using System.Globalization;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Warnings;

namespace Fleet.Host.Tests.Scenarios;

public sealed class ScenarioWarningTests
{
    private const int BitsPerByte = 8;

    public static TheoryData<string> Ready => ReadyScenarioTests.Files;

    [Theory]
    [MemberData(nameof(Ready))]
    public void Ready_scenarios_keep_up(string file) =>
        Assert.Empty(ScenarioReader.ReadFile(Path.Combine(ScenarioFiles.Root, "scenarios", file)).Warnings);

    [Fact]
    public void A_link_loaded_to_7_times_its_bandwidth_is_named_with_its_load()
    {
        Diagnostic warning = Assert.Single(Loaded("links[0].up", "bit/s", ActivationRate() / 7));
        Assert.Equal(("links[cell].up", Severity.Warning, "--set 1"), (warning.Path, warning.Severity, warning.File));
        Assert.StartsWith("Loaded to 7 times what it can do: 0.5/s of 14 s each up the fullest link.", warning.Message, StringComparison.Ordinal);
        Assert.Contains(": warning: links[cell].up: Loaded to 7 times", warning.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.899, null)]
    [InlineData(0.95, "Loaded to 95 % on paper: ")]
    [InlineData(1.5, "Loaded to 1.5 times what it can do: ")]
    public void Above_nine_tenths_every_kind_of_budget_warns(double load, string? message)
    {
        FleetSpec fleet = ScenarioCompiler.Compile(ScenarioFiles.ReadSetting().Scenario!);
        DeviceClassSpec camera = fleet.DeviceClasses[0];
        (string Key, string Unit, double Demand)[] budgets =
        [
            ("devices[0].compute", "FLOP/s", 0.5 * (camera.EdgeFlops + camera.DefenseFlops)),
            ("links[0].up", "bit/s", ActivationRate()),
            ("links[0].down", "bit/s", 0.5 * camera.AnswerBytes * BitsPerByte),
            ("servers[0].compute", "FLOP/s", fleet.DeviceClasses.Sum(c => c.Count * c.Arrivals.RatePerSecond * c.CloudFlops)),
        ];
        foreach ((string key, string unit, double demand) in budgets)
        {
            string[] messages = [.. Loaded(key, unit, demand / load).Select(warning => warning.Message)];
            Assert.Equal(message is null ? 0 : 1, messages.Length);
            Assert.All(messages, text => Assert.StartsWith(message!, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_job_longer_than_the_run_names_the_key_and_the_figure()
    {
        ScenarioReading reading = ScenarioReader.ReadFile(Path.Combine(ScenarioFiles.Root, "tests", "Fleet.Host.Tests", "Cases", "typo-compute.yaml"));
        Diagnostic warning = Assert.Single(reading.Warnings);
        Assert.Equal("devices[a].compute", warning.Path);
        Assert.Matches(@"^One request takes 11\.\d+ years on a device at 3 FLOP/s, longer than the duration of 1 min;", warning.Message);
        Assert.StartsWith("3 FLOP/s", warning.SourceLine![(warning.Column - 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("links[0].up=1 bit/s", "links[cell].up", "One activation takes ")]
    [InlineData("links[0].down=0.001 bit/s", "links[cell].down", "One answer takes ")]
    [InlineData("servers[0].compute=0.0000000000000000000000000001 FLOP/s", "servers[cloud].compute", "One request takes ")]
    [InlineData("devices[0].compute={ rate: 1 FLOP/s, service: exponential }", "devices[camera].compute", "One request takes ")]
    public void So_does_one_of_every_kind_of_budget(string set, string path, string message)
    {
        Diagnostic warning = Assert.Single(ScenarioFiles.ReadSetting(set).Warnings);
        Assert.Equal(path, warning.Path);
        Assert.StartsWith(message, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rmle", "The attack on one message takes ")]
    [InlineData("inverse-network", "What the adversary learns before it attacks takes ")]
    public void So_does_one_of_the_adversary(string attack, string message)
    {
        string set = $"adversary={{ at: cloud, attack: {attack}, compute: 1 kFLOP/s }}";
        Diagnostic warning = Assert.Single(ScenarioFiles.ReadSetting(set).Warnings);
        Assert.Equal("adversary.compute", warning.Path);
        Assert.StartsWith(message, warning.Message, StringComparison.Ordinal);
        Assert.Contains(" at 1 kFLOP/s, longer than the duration of 10 min; it would be finished after the end.", warning.Message, StringComparison.Ordinal);
        Assert.StartsWith("1 kFLOP/s", warning.SourceLine![(warning.Column - 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000 TFLOP/s")]
    [InlineData("unlimited")]
    public void An_adversary_that_is_fast_enough_does_not(string compute) =>
        Assert.Empty(ScenarioFiles.ReadSetting($"adversary={{ at: cloud, attack: inverse-network, compute: {compute} }}").Warnings);

    /// <summary>The messages of the class with the slow attack go to another server.</summary>
    [Fact]
    public void Only_messages_that_reach_the_adversary_count()
    {
        FleetSpec fleet = Fleet([1, 1], sharedBy: 1);
        var adversary = new AdversarySpec { Server = "cloud", FlopsPerSecond = 2, AttackFlopsByClass = [10, 1000] };
        FleetSpec apart = fleet with
        {
            DeviceClasses = [fleet.DeviceClasses[0], fleet.DeviceClasses[1] with { Link = "m" }],
            Links = [fleet.Links[0], fleet.Links[0] with { Name = "m", Server = "t" }],
            Servers = [fleet.Servers[0], fleet.Servers[0] with { Name = "t" }],
            Adversary = adversary,
        };
        Assert.Equal(new AdversaryJob(5, false, 2), AdversaryJob.Longest(apart));
        Assert.Equal(new AdversaryJob(500, false, 2), AdversaryJob.Longest(fleet with { Adversary = adversary }));
        Assert.Null(AdversaryJob.Longest(fleet with { Adversary = null }));
    }

    [Fact]
    public void The_load_of_a_link_kind_is_that_of_its_fullest_link()
    {
        int[][] fleets = [[1], [7], [6, 1], [3, 3], [2, 9, 4], [1, 1, 1, 1], [5, 12, 1]];
        foreach (int[] counts in fleets)
        {
            foreach (int sharedBy in new[] { 1, 2, 3, 5, 100 })
            {
                FleetSpec fleet = Fleet(counts, sharedBy);
                double[] devices = [.. fleet.DeviceClasses.SelectMany(c => Enumerable.Repeat(c.Arrivals.RatePerSecond * c.ActivationBytes * BitsPerByte / 1e6, c.Count))];
                double fullest = devices.Chunk(sharedBy).Max(link => link.Sum());
                Assert.Equal(fullest, PaperLoad.Of(fleet).Single(load => load.Budget == Budget.Uplink).Utilisation, 12);
            }
        }
    }

    [Fact]
    public void The_load_of_a_server_kind_is_that_of_the_server_with_most_links()
    {
        foreach (int servers in new[] { 1, 2, 3, 20 })
        {
            FleetSpec fleet = Fleet([10], sharedBy: 2) with { Servers = [new ServerSpec { Name = "cloud", Count = servers, Workers = 2, Compute = new ComputeSpec(1e6) }] };
            double busiest = Math.Ceiling(5.0 / servers) * 2 * fleet.DeviceClasses[0].Arrivals.RatePerSecond * fleet.DeviceClasses[0].CloudFlops / 1e6 / 2;
            Assert.Equal(busiest, PaperLoad.Of(fleet).Single(load => load.Budget == Budget.Server).Utilisation, 12);
        }
    }

    [Fact]
    public void A_sweep_has_one_warning_for_each_place_that_of_the_worst_cell()
    {
        string swept = ScenarioFiles.Valid + "\nsweep: { \"links[0].down\": [unlimited, 100 bit/s], split: [ReLU2, pool1] }\n";
        Diagnostic warning = Assert.Single(ScenarioReader.ReadText(swept, "test.yaml").Warnings);
        Assert.Equal("links[cell].down", warning.Path);
        Assert.Contains("(In 2 cells of the sweep, most with links[0].down = 100 bit/s, split = ReLU2.)", warning.Message, StringComparison.Ordinal);
        Assert.Equal(swept.Split('\n').Length - 1, warning.Line);
    }

    private static double ActivationRate() =>
        0.5 * ScenarioCompiler.Compile(ScenarioFiles.ReadSetting().Scenario!).DeviceClasses[0].ActivationBytes * BitsPerByte;

    // The other class asks less of each budget.
    private static DiagnosticList Loaded(string key, string unit, double rate) =>
        ScenarioFiles.ReadSetting($"{key}={((decimal)rate).ToString(CultureInfo.InvariantCulture)} {unit}").Warnings;

    private static FleetSpec Fleet(int[] counts, int sharedBy)
    {
        FleetSpec fleet = ScenarioCompiler.Compile(ScenarioFiles.ReadSetting().Scenario!);
        return fleet with
        {
            DeviceClasses =
            [
                .. counts.Select((count, i) => fleet.DeviceClasses[0] with { Count = count, Arrivals = new PoissonArrivals(1 + i), ActivationBytes = 100 * (7 - i) }),
            ],
            Links = [fleet.Links[0] with { SharedBy = sharedBy, UpBitsPerSecond = 1e6 }],
        };
    }
}
