using CsCheck;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Profiles;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Costs;

namespace Fleet.Host.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    [Fact]
    public void A_scenario_is_read_with_units_names_and_defaults()
    {
        Scenario scenario = Valid();
        Assert.Equal(("test", 7UL, SimTime.FromSeconds(600), SimTime.Zero), (scenario.Name, scenario.Seed, scenario.Duration, scenario.WarmUp));
        DeviceSection sensor = scenario.Devices[1];
        Assert.Equal(1, sensor.Count);
        Assert.Equal(new ComputeSpec(1e9, ServiceLaw.Exponential), sensor.Compute);
        Assert.Equal(new PeriodicArrivals(0.2), sensor.Arrivals);
        Assert.Equal("gaussian:0.4@input+dropout:0.3@activation", sensor.Defense.Canonical);
        Assert.Null(sensor.Inputs.Indices);
        Assert.Equal(6_300_000, scenario.Links[0].UpBitsPerSecond);
        Assert.Equal(SimTime.FromMilliseconds(25), scenario.Links[0].DownLatency);
        Assert.Equal(double.PositiveInfinity, scenario.Servers[0].Compute.FlopsPerSecond);
        Assert.Equal(new AttackSpec { Name = "rmle", Case = "white-box" }, scenario.Adversary!.Attack);
        Assert.Null(scenario.Adversary.TargetDevices);
        Assert.Equal(ResultSection.DefaultRequestLimit, scenario.Results.RequestLimit);
        Assert.Equal(((3 * 0.5) + 0.2) * 600, scenario.ExpectedRequests, 9);
    }

    [Fact]
    public void The_scenario_says_whether_a_run_goes_on_after_failures()
    {
        Assert.Equal(new FailureSpec(MaxRestarts: 3, GoOn: false), ScenarioCompiler.Compile(Valid()).Failures);
        Scenario scenario = ScenarioFiles.ReadSetting("failures={ restarts: 0, then: go-on }").Scenario!;
        Assert.Equal(new FailureSpec(MaxRestarts: 0, GoOn: true), ScenarioCompiler.Compile(scenario).Failures);
        ScenarioReading wrong = ScenarioFiles.ReadSetting("failures={ then: goon }");
        Assert.Contains("go-on", Assert.Single(wrong.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_without_name_has_that_of_its_file() =>
        Assert.Equal("my-test 1", ScenarioReader.ReadText(ScenarioFiles.Valid.Replace("name: test", "", StringComparison.Ordinal), "folder/my-test 1.yaml").Scenario!.Name);

    [Fact]
    public void A_device_profile_is_two_operations_per_multiplication_over_the_measured_time() =>
        Assert.Equal(0.6e9 / 0.193, Valid().Devices[0].Compute.FlopsPerSecond, 3);

    [Fact]
    public void A_link_profile_gives_what_the_link_does_not()
    {
        LinkSpec link = ScenarioFiles.ReadWith("    up: 6.3 Mbit/s\n    down: 21.3 Mbit/s\n    latency: 25 ms", "    profile: 3g\n    up: 2 Mbit/s").Scenario!.Links[0];
        Assert.Equal((2e6, 2.048e6), (link.UpBitsPerSecond, link.DownBitsPerSecond));
        Assert.Equal(SimTime.FromMilliseconds(75), link.UpLatency);
    }

    [Fact]
    public void Every_profile_can_be_used()
    {
        Assert.All(DeviceProfile.All, p => Assert.Empty(ScenarioFiles.ReadSetting($"devices[camera].compute={p.Name}").Problems));
        Assert.All(LinkProfile.All, p => Assert.Empty(ScenarioFiles.ReadSetting($"links[cell].profile={p.Name}").Problems));
    }

    [Fact]
    public void A_value_of_null_is_as_if_the_key_were_not_there() =>
        Assert.Null(ScenarioFiles.ReadSetting("adversary=null").Scenario!.Adversary);

    [Fact]
    public void An_anchor_is_read_wherever_it_is_named()
    {
        string text = ScenarioFiles.Valid.Replace("arrivals: poisson 0.5/s", "arrivals: &a poisson 0.5/s", StringComparison.Ordinal)
            .Replace("arrivals: periodic every 5 s", "arrivals: *a", StringComparison.Ordinal);
        Scenario scenario = ScenarioReader.ReadText(text, "test.yaml").Scenario!;
        Assert.Equal(scenario.Devices[0].Arrivals, scenario.Devices[1].Arrivals);
    }

    [Fact]
    public void The_fleet_has_the_costs_of_the_split_and_of_the_defence()
    {
        Scenario scenario = Valid();
        FleetSpec fleet = ScenarioCompiler.Compile(scenario);
        SplitCost cost = SplitCost.Of(scenario.Model.Network, "pool1");
        DeviceClassSpec sensor = fleet.DeviceClasses[1];
        Assert.Equal((cost.EdgeFlops, cost.CloudFlops), (sensor.EdgeFlops, sensor.CloudFlops));
        Assert.Equal((cost.ActivationBytes + 32, 40 + 32), (sensor.ActivationBytes, sensor.AnswerBytes));
        Assert.Equal(scenario.Devices[1].Defense.Flops(28 * 28, 8 * 12 * 12), sensor.DefenseFlops);
        Assert.Equal(10_000, sensor.Inputs.SetSize);
        Assert.Equal(2, fleet.Adversary!.AttackFlopsByClass.Count);
    }

    [Fact]
    public void An_attack_that_learns_first_costs_its_preparation_once_for_each_split_and_defence()
    {
        FleetSpec rmle = ScenarioCompiler.Compile(Valid());
        FleetSpec inverse = ScenarioCompiler.Compile(ScenarioFiles.ReadSetting("adversary.attack={ name: inverse-network, training-steps: 100 }").Scenario!);
        FleetSpec longer = ScenarioCompiler.Compile(ScenarioFiles.ReadSetting("adversary.attack={ name: inverse-network, training-steps: 200 }").Scenario!);
        Assert.Equal(0, rmle.Adversary!.PreparationFlops);
        Assert.True(inverse.Adversary!.PreparationFlops > 0);
        Assert.Equal(2 * inverse.Adversary.PreparationFlops, longer.Adversary!.PreparationFlops);
        Assert.Equal(inverse.Adversary.AttackFlopsByClass, longer.Adversary.AttackFlopsByClass);
        Assert.True(inverse.Adversary.AttackFlopsByClass[0] < rmle.Adversary.AttackFlopsByClass[0]);
    }

    [Theory]
    [InlineData("queries")]
    [InlineData("same-set/same-net")]
    public void Training_steps_are_those_of_a_shadow_model_with_and_without_queries(string name)
    {
        double few = Preparation(100);
        Assert.Equal(2 * few, Preparation(200));

        double Preparation(int steps) => ScenarioCompiler.Compile(
            ScenarioFiles.ReadSetting($"adversary.attack={{ name: shadow-rmle, case: {name}, training-steps: {steps} }}").Scenario!).Adversary!.PreparationFlops;
    }

    [Theory]
    [InlineData("black-box", "queries")]
    [InlineData("query-free", "same-set/same-net")]
    public void The_knowledge_chooses_the_case_of_an_attack(string knowledge, string expected)
    {
        AdversarySection adversary = ScenarioFiles.ReadSetting($"adversary={{ at: cloud, knowledge: {knowledge}, attack: shadow-rmle }}").Scenario!.Adversary!;
        Assert.Equal((knowledge, expected), (adversary.Knowledge, adversary.Attack.Case));
    }

    [Theory]
    [InlineData("none", 8 * 12 * 12 * 4)]
    [InlineData("quantize 4 bit", (8 * 12 * 12 / 2) + 5)]
    [InlineData("[top-k 10 %, quantize 8 bit]", 115 + 144 + 5)]
    public void The_uplink_carries_the_bytes_that_the_defence_leaves(string defense, long bytes) =>
        Assert.Equal(
            bytes + 32,
            ScenarioCompiler.Compile(ScenarioFiles.ReadSetting("devices[1].split=pool1", $"devices[1].defense={defense}").Scenario!).DeviceClasses[1].ActivationBytes);

    [Fact]
    public void The_canonical_text_is_a_scenario_with_the_same_canonical_text()
    {
        string[] settings = ["adversary.attack.iterations=500", "adversary.attack.tv={ form: paper, weight: 0.1 }", "devices[camera].inputs.indices=[3, 2]", "results.requests=none"];
        string text = CanonicalScenario.ToJson(ScenarioFiles.ReadSetting(settings).Scenario!);
        ScenarioReading again = ScenarioReader.ReadText(text, "canonical.json");
        Assert.Empty(again.Problems);
        Assert.Equal(text, CanonicalScenario.ToJson(again.Scenario!));
    }

    [Fact]
    public void The_way_a_value_is_written_does_not_change_the_hash() =>
        Assert.Equal(
            CanonicalScenario.Hash(Valid()),
            CanonicalScenario.Hash(ScenarioFiles.ReadWith("duration: 10 min", "duration: 600_000 ms").Scenario!));

    [Fact]
    public void Every_value_that_is_set_changes_the_hash()
    {
        string[] sets =
        [
            "name=other", "seed=8", "duration=11 min", "warm-up=1 s", "results.requests=5", "model.data=synthetic-digits",
            "model.training.seed=2", "model.training.epochs=9", "devices[camera].class=phone", "devices[camera].count=4",
            "devices[camera].compute=1 GFLOP/s", "devices[camera].compute.service=exponential", "devices[camera].arrivals=poisson 1/s",
            "devices[camera].arrivals=periodic 0.5/s", "devices[camera].inputs.indices=[1]", "devices[camera].split=conv1",
            "devices[camera].defense=laplace 1", "links[0].shared-by=2", "links[0].up=1 Mbit/s", "links[0].down=unlimited",
            "links[0].latency.up=1 s", "links[0].latency.down=1 s", "links[0].service=exponential", "servers[0].count=2",
            "servers[0].workers=2", "servers[0].compute=1 TFLOP/s", "servers[0].batch.size=2", "servers[0].batch.wait=1 s",
            "adversary=null", "adversary.compute=1 TFLOP/s", "adversary.attack.iterations=5", "adversary.attack.learning-rate=0.5",
            "adversary.attack.tv.form=paper", "adversary.attack.tv.weight=2", "adversary.attack.adaptive=false", "adversary.attack.transmissions=all",
            "adversary.attack=inverse-network", "adversary.attack={ name: inverse-network, case: noise }",
            "adversary.attack={ name: inverse-network, training-steps: 7 }", "results.identification=none", "adversary.targets.devices=2", "adversary.targets.per-device=2",
        ];
        string[] hashes = [.. sets.Select(s => CanonicalScenario.Hash(Scenario(ScenarioFiles.ReadSetting(s)))), CanonicalScenario.Hash(Valid())];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Any_damaged_file_is_read_without_an_exception() =>
        Gen.Select(Gen.Int[0, ScenarioFiles.Valid.Length - 1], Gen.Int[0, 12], Gen.String[Gen.Char["{}[]:-#&*!|>'\"%@`\t\n ,a1"], 0, 4]).Sample((start, length, inserted) =>
        {
            string text = ScenarioFiles.Valid.Remove(start, Math.Min(length, ScenarioFiles.Valid.Length - start)).Insert(start, inserted);
            ScenarioReading reading = ScenarioReader.ReadText(text, "test.yaml");
            return reading.Scenario is null == reading.Problems.Count > 0 && reading.Problems.All(p => p is { Line: > 0, Column: > 0 } && p.Quote() is null or { Length: > 0 });
        }, iter: 3_000);

    private static Scenario Valid() => Scenario(ScenarioReader.ReadText(ScenarioFiles.Valid, "test.yaml"));

    private static Scenario Scenario(ScenarioReading reading)
    {
        Assert.Empty(reading.Problems);
        return reading.Scenario!;
    }
}
