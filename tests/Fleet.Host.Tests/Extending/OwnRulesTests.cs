using System.Runtime.CompilerServices;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.EndToEnd;
using Fleet.Host.Tests.Support;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Randomness;
using MyFleet;

namespace Fleet.Host.Tests.Extending;

/// <summary>
/// The arrival process and the defence of docs/extending.md, registered as the page says, and a law of service times and an attack of
/// this project, in every place where scenarios name rules.
/// </summary>
[Collection(ProgramCollection.Name)]
public sealed class OwnRulesTests(SharedCache cache)
{
    private static readonly Catalogs Documented = Catalogs.BuiltIn with
    {
        Arrivals = ArrivalCatalog.BuiltIn.With(PairedArrivals.Pairs),
        Defenses = DefenseCatalog.BuiltIn.With(SignFlips.Form),
    };

    private static readonly Catalogs Own = Documented with
    {
        ServiceLaws = ServiceLawCatalog.BuiltIn.With(new UniformLaw()),
        Attacks = AttackCatalog.BuiltIn.With(GreyAttack.Cases),
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
        string here = File.ReadAllText(Path.Combine(Here(), "OwnRulesTests.cs"));
        Assert.Equal(Registered(here), Registered(File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "docs", "extending.md"))));

        static string Registered(string text)
        {
            int start = text.IndexOf("Catalogs.BuiltIn with", StringComparison.Ordinal);
            return string.Concat(text[start..text.IndexOf('}', start)].Where(c => !char.IsWhiteSpace(c)));
        }
    }

    [Theory]
    [InlineData("rmle")]
    [InlineData("grey")]
    public void A_scenario_that_names_them_is_checked_run_attacked_and_written(string attack)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("own.yaml", Scenario().Replace("{ name: rmle, iterations: 60 }", attack, StringComparison.Ordinal));
        Assert.Equal(ExitCode.BadInput, InProcess.Run("validate", file).ExitCode);
        Assert.Equal((ExitCode.Done, ""), Outcome(InProcess.Run(Own, "validate", file)));
        string mistaken = folder.Write("mistaken.yaml", Scenario().Replace("flip 10 %", "flip 100 %", StringComparison.Ordinal).Replace("pairs", "pair", StringComparison.Ordinal));
        string error = InProcess.Run(Own, "validate", mistaken).Error;
        Assert.Contains("100 % is no rate for sign flips; expected flip RATE", error, StringComparison.Ordinal);
        Assert.Contains("pairs 0.5/s apart 20 ms", error, StringComparison.Ordinal);

        Assert.Equal(0, FleetSimProcess.Run(folder.FullPath, cache.Path, "train", "--epochs", "1", "--out", "small.safetensors", "--quiet").ExitCode);
        Assert.Equal((ExitCode.Done, ""), Outcome(InProcess.Run(Own, "run", file, "--out", folder.PathOf("out"), "--quiet")));
        RunSummary summary = ResultsJson.ReadSummary(folder.PathOf("out", "summary.json"));
        LeakageRow leakage = Assert.Single(summary.Leakage);
        Assert.Equal((attack, "flip:0.1@activation"), (leakage.Attack, leakage.Defense));
        Assert.Contains(summary.Accuracy, row => row.Defense == "flip:0.1@activation");
        JsonElement devices = ResultsJson.ReadManifest(folder.PathOf("out", "manifest.json")).Scenario.GetProperty("devices");
        Assert.Equal("pairs 2/s apart 20000000 ns", devices[0].GetProperty("arrivals").GetString());
        Assert.Equal("uniform", devices[1].GetProperty("compute").GetProperty("service").GetString());
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
        .Replace("service: exponential", "service: uniform", StringComparison.Ordinal)
        .Replace("poisson 2/s", "pairs 2/s apart 20 ms", StringComparison.Ordinal)
        .Replace("    split: ReLU1\n    uplink: cell\n  - class: sensor", "    split: ReLU1\n    defense: flip 10 %\n    uplink: cell\n  - class: sensor", StringComparison.Ordinal)
        .Replace("dropout 30 %", "flip 10 %", StringComparison.Ordinal) + "\nresults: { identification: none }";

    private static Scenario Read(string text) => ScenarioReader.ReadText(text, "own.yaml", catalogs: Own).Scenario!;

    private static (int Code, string Error) Outcome(FleetSimProcess.Outcome outcome) => (outcome.ExitCode, outcome.Error);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    /// <summary>Between 0 and twice the mean.</summary>
    private sealed class UniformLaw() : ServiceLaw("uniform", "takes between no time and twice that")
    {
        public override double Factor(in CounterKey draws, uint entity, ulong index, out double spare)
        {
            spare = 0.5;
            return 2 * draws.Uniform(entity, index);
        }
    }

    /// <summary>Recovers a grey picture from any message.</summary>
    private sealed class GreyAttack(GreySettings settings) : IAttack
    {
        public static IReadOnlyList<AttackCase> Cases { get; } =
            [AttackCase.WhiteBox("grey", learns: false, (settings, _) => new GreyAttack((GreySettings)settings), (_, _, _, _) => new GreySettings(0.5f))];

        public string Name => "grey";

        public IReadOnlyList<AttackNeeds> Needs { get; } = [AttackNeeds.None];

        public AttackCost Cost(AttackOutline outline) => new(0, 1, 0);

        public IReconstructor Prepare(AttackTarget target, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default) =>
            new Reconstructor([.. Enumerable.Repeat(settings.Level, target.Pictures.Shape.Elements)]);

        private sealed class Reconstructor(float[] picture) : IReconstructor
        {
            public Reconstruction Reconstruct(Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default) =>
                new([.. Enumerable.Repeat(picture, transmissions.Scenes)], [.. Enumerable.Repeat(1, transmissions.Scenes)]);

            public void Dispose()
            {
                // Nothing is held.
            }
        }
    }

    private sealed record GreySettings(float Level) : IAttackSettings
    {
        public IAttackSettings Shortened(int steps) => this;
    }

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
