using System.Runtime.CompilerServices;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.EndToEnd;
using Fleet.Host.Tests.Support;
using Fleet.Models.Defenses;
using MyFleet;

namespace Fleet.Host.Tests.Extending;

/// <summary>The arrival process and the defence of docs/extending.md, registered as the page says, in every place where scenarios name rules.</summary>
[Collection(ProgramCollection.Name)]
public sealed class OwnRulesTests(SharedCache cache)
{
    private static readonly Catalogs Own = Catalogs.BuiltIn with
    {
        Arrivals = ArrivalCatalog.BuiltIn.With(PairedArrivals.Pairs),
        Defenses = DefenseCatalog.BuiltIn.With(SignFlips.Form),
    };

    [Theory]
    [InlineData("PairedArrivals.cs")]
    [InlineData("SignFlips.cs")]
    public void The_page_prints_what_the_tests_run(string file)
    {
        string code = File.ReadAllText(Path.Combine(Here(), file)).Replace("namespace MyFleet;\n\n", "", StringComparison.Ordinal);
        Assert.Contains($"```csharp\n{code}```", File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "docs", "extending.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_of_the_page_registers_them_as_the_tests_do()
    {
        const string Registered = """
                Arrivals = ArrivalCatalog.BuiltIn.With(PairedArrivals.Pairs),
                Defenses = DefenseCatalog.BuiltIn.With(SignFlips.Form),
            """;
        Assert.Contains(Registered, File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "docs", "extending.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_names_them_is_checked_run_attacked_and_written()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("own.yaml", Scenario());
        Assert.Equal(ExitCode.BadInput, InProcess.Run("validate", file).ExitCode);
        Assert.Equal((ExitCode.Done, ""), Outcome(InProcess.Run(Own, "validate", file)));
        string mistaken = folder.Write("mistaken.yaml", Scenario().Replace("flip 10 %", "flip 100 %", StringComparison.Ordinal).Replace("pairs", "pair", StringComparison.Ordinal));
        string error = InProcess.Run(Own, "validate", mistaken).Error;
        Assert.Contains("100 % is no rate for sign flips; expected flip RATE", error, StringComparison.Ordinal);
        Assert.Contains("pairs 0.5/s apart 20 ms", error, StringComparison.Ordinal);

        Assert.Equal(0, FleetSimProcess.Run(folder.FullPath, cache.Path, "train", "--epochs", "1", "--out", "small.safetensors", "--quiet").ExitCode);
        Assert.Equal((ExitCode.Done, ""), Outcome(InProcess.Run(Own, "run", file, "--out", folder.PathOf("out"), "--quiet")));
        RunSummary summary = ResultsJson.ReadSummary(folder.PathOf("out", "summary.json"));
        Assert.Equal("flip:0.1@activation", Assert.Single(summary.Leakage).Defense);
        Assert.Contains(summary.Accuracy, row => row.Defense == "flip:0.1@activation");
        JsonElement device = ResultsJson.ReadManifest(folder.PathOf("out", "manifest.json")).Scenario.GetProperty("devices")[0];
        Assert.Equal("pairs 2/s apart 20000000 ns", device.GetProperty("arrivals").GetString());
        Assert.Contains("flip:0.1@activation", File.ReadAllText(folder.PathOf("out", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolved_scenario_is_read_again_and_a_run_goes_on_from_a_checkpoint()
    {
        Scenario scenario = Read(Scenario());
        Scenario again = Read(CanonicalScenario.ToJson(scenario));
        Assert.Equal(CanonicalScenario.ToJson(scenario), CanonicalScenario.ToJson(again));
        var store = new KeptCheckpoint();
        string expected = FleetSimulation.Run(ScenarioCompiler.Compile(scenario), NoRequestSink.Instance, new SimulationOptions { Checkpoints = store }).ResultHash;
        Assert.NotNull(store.Bytes);
        Assert.Equal(expected, FleetSimulation.Run(ScenarioCompiler.Compile(again), NoRequestSink.Instance, new SimulationOptions { ResumeFrom = new CheckpointReader(new MemoryStream(store.Bytes!)) }).ResultHash);
    }

    // With weights from a file and no independent classifier nothing is trained here, where the cache is the user's.
    private static string Scenario() => SmallScenarios.Small
        .Replace("name: small", "name: own", StringComparison.Ordinal)
        .Replace("weights: trained\n", "weights: small.safetensors\n", StringComparison.Ordinal)
        .Replace("  training: { seed: 1, epochs: 1 }\n", "", StringComparison.Ordinal)
        .Replace("poisson 2/s", "pairs 2/s apart 20 ms", StringComparison.Ordinal)
        .Replace("    split: ReLU1\n    uplink: cell\n  - class: sensor", "    split: ReLU1\n    defense: flip 10 %\n    uplink: cell\n  - class: sensor", StringComparison.Ordinal)
        .Replace("dropout 30 %", "flip 10 %", StringComparison.Ordinal) + "\nresults: { identification: none }";

    private static Scenario Read(string text) => ScenarioReader.ReadText(text, "own.yaml", catalogs: Own).Scenario!;

    private static (int Code, string Error) Outcome(FleetSimProcess.Outcome outcome) => (outcome.ExitCode, outcome.Error);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private sealed class KeptCheckpoint : ICheckpointStore
    {
        public SimTime Interval => SimTime.FromSeconds(12);

        public byte[]? Bytes { get; private set; }

        public void Save(SimTime at, int regions, Action<CheckpointWriter> world)
        {
            using var stream = new MemoryStream();
            var writer = new CheckpointWriter(stream);
            world(writer);
            writer.Flush();
            Bytes = stream.ToArray();
        }
    }
}
