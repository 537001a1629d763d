using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Host.Experiments;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Tests.Results;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Tests.Experiments;

public sealed class MountedAttackTests
{
    /// <summary>The cells of an experiment and the attacks of a run are written by the same code, class names and index apart.</summary>
    [Fact]
    public void The_manifest_of_a_run_holds_each_setting_as_the_plan_of_an_experiment_does()
    {
        AttackPlan plan = SampleAttack.Plan with { Cases = [.. Catalogs.BuiltIn.FleetAttacks], AttackerSeeds = [7] };
        JsonArray cells = JsonNode.Parse(plan.Canonical)!["cells"]!.AsArray();
        Assert.Equal(Catalogs.BuiltIn.FleetAttacks.Count(), cells.Count);
        foreach (AttackCell cell in plan.Cells())
        {
            JsonObject expected = cells[cell.Index]!.AsObject();
            expected.Remove("index");
            expected.Insert(0, "deviceClasses", new JsonArray("camera", "phone"));
            JsonElement written = new MountedAttack(cell, IsTrained: true, plan.Settings(cell)) { DeviceClasses = ["camera", "phone"] }.ToElement();
            Assert.Equal(expected.ToJsonString(), JsonSerializer.Serialize(written));
        }
    }

    [Fact]
    public void Own_weights_have_no_seed() =>
        Assert.Null(new MountedAttack(SampleAttack.Plan.Cells()[0], IsTrained: false, SampleAttack.Plan.Settings(SampleAttack.Plan.Cells()[0])).ToNode()["trainingSeed"]);

    [Fact]
    public void A_manifest_keeps_its_attacks_when_it_is_read()
    {
        using var folder = new TemporaryFolder();
        Manifest written = new SampleRun(requests: 10).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch)).Manifest;
        Manifest read = ResultsJson.ReadManifest(folder.PathOf(Manifest.FileName));
        Assert.Equal(3, written.Attacks.Count);
        Assert.All(written.Attacks.Zip(read.Attacks), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second)));
    }
}
