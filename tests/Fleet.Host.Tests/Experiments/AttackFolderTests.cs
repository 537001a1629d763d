using System.Reflection;
using System.Text.Json.Nodes;
using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Host.Results;
using Fleet.Host.Tests.Results;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Experiments;

public sealed class AttackFolderTests
{
    private static readonly ImageResult Image = new(0, 7, 50, SampleMetrics.OfPicture(0.01, 20, 0.5, 0.4, 0.45));

    [Fact]
    public void A_finished_cell_is_read_as_it_was_kept_even_where_a_value_does_not_exist()
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        var bound = new FisherLeakage(new MeanEstimate(3, new Interval(2, 4)), MeanEstimate.Exactly(double.PositiveInfinity), IsExact: false);
        var measures = new CutMeasures(0.9, SampleMetrics.OfCut(double.NaN, bound));
        Keep(attack, cell, Result(cell, measures));
        CellResult kept = attack.Finished(cell).Result!;
        Assert.Equal(measures, kept.Cut);
        Assert.Equal([Image], kept.Images);
    }

    [Fact]
    public void A_folder_whose_maker_was_killed_amid_the_plan_is_taken_and_one_with_more_in_it_is_not()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("out"));
        File.WriteAllText(folder.PathOf("out", FolderLock.FileName), "");
        File.WriteAllText(folder.PathOf("out", AttackFolder.PlanFile + AtomicFile.PartialSuffix), "{");
        Open(folder).Folder.Dispose();
        Assert.False(File.Exists(folder.PathOf("out", AttackFolder.PlanFile + AtomicFile.PartialSuffix)));

        File.Delete(folder.PathOf("out", AttackFolder.PlanFile));
        File.WriteAllText(folder.PathOf("out", "mine.json" + AtomicFile.PartialSuffix), "{");
        Assert.Throws<RunFolderException>(() => Open(folder));
    }

    [Theory]
    [InlineData("format", null)]
    [InlineData("format", 1)]
    [InlineData("cut", null)]
    [InlineData("plan", null)]
    [InlineData("plan", "another")]
    [InlineData("cell", null)]
    [InlineData("cell", "another")]
    [InlineData("images", null)]
    public void A_cell_of_another_version_or_plan_runs_again(string key, object? value)
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, SampleMetrics.OfCut(0.8))));
        Assert.NotNull(attack.Finished(cell).Result);

        string path = Assert.Single(Directory.GetFiles(folder.PathOf("out", "cells")));
        JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.True(json.Remove(key));
        if (value is not null)
        {
            json[key] = JsonValue.Create(value);
        }

        File.WriteAllText(path, json.ToJsonString());
        Assert.Null(attack.Finished(cell).Result);
        Assert.NotNull(attack.Finished(cell).Stale);
    }

    [Fact]
    public void A_folder_that_is_taken_by_force_keeps_no_cell_of_another_number_of_pictures()
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, SampleMetrics.OfCut(0.8))));
        attack.Dispose();
        AttackPlan more = SampleAttack.Plan with { Images = 2 };
        using (AttackFolder other = AttackFolder.Open(folder.PathOf("out"), "attack", more, force: true))
        {
            Assert.Null(other.Finished(more.Cells()[0]).Result);
        }

        using AttackFolder again = AttackFolder.Open(folder.PathOf("out"), "attack", SampleAttack.Plan, force: true);
        Assert.NotNull(again.Finished(cell).Result);
    }

    [Fact]
    public void A_plan_names_every_resolved_setting_of_every_cell()
    {
        AttackPlan plan = SampleAttack.Plan with
        {
            Splits = ["conv1", "ReLU2"],
            Cases = AttackList.Parse("*,rmle{iterations: 7, tv-weight: 0.25}"),
            AttackerSeeds = [1, 2],
        };
        JsonArray cells = JsonNode.Parse(plan.Canonical)!["cells"]!.AsArray();
        Assert.Equal(plan.Cells().Count, cells.Count);
        foreach (AttackCell cell in plan.Cells())
        {
            JsonObject settings = cells[cell.Index]!["settings"]!.AsObject();
            IAttackSettings resolved = plan.Settings(cell);
            PropertyInfo[] all = [.. resolved.GetType().GetProperties().Where(one => one.CanRead)];
            Assert.Equal(all.Length, settings.Count);
        }

        JsonNode given = cells[plan.Cells().Single(cell => cell.Case.Key == "rmle{iterations: 7, tv-weight: 0.25}" && cell.Split == "ReLU2").Index]!["settings"]!;
        Assert.Equal((7, 0.25, "paper"), ((int)given["iterations"]!, (double)given["tvWeight"]!, (string)given["tv"]!));
        RmleSettings usual = RmleDefaults.For(plan.Network, "ReLU2");
        JsonNode defaults = cells[plan.Cells().Single(cell => cell.Case.Key == "rmle" && cell.Split == "ReLU2").Index]!["settings"]!;
        Assert.Equal((usual.Iterations, usual.TvWeight), ((int)defaults["iterations"]!, (double)defaults["tvWeight"]!));
    }

    [Fact]
    public void Other_settings_are_another_experiment_with_cells_and_rows_of_their_own()
    {
        AttackPlan plan = SampleAttack.Plan with { Cases = AttackList.Parse("rmle,rmle{iterations: 7}") };
        Assert.Equal(2, plan.Cells().Select(cell => cell.Canonical[1..]).Distinct().Count());
        Assert.NotEqual((SampleAttack.Plan with { Cases = AttackList.Parse("rmle{iterations: 7}") }).Hash, SampleAttack.Plan.Hash);
        FinishedCell[] finished = [.. plan.Cells().Select(cell => new FinishedCell(cell, Result(cell, new CutMeasures(0.9, SampleMetrics.OfCut(0.8)))))];
        Assert.Equal(["", "{iterations: 7}"], AttackRow.Of(plan, finished, []).Select(row => row.GivenSettings));
    }

    [Fact]
    public void The_manifest_has_the_commit_and_the_plan()
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, _) = Open(folder);
        File.WriteAllText(folder.PathOf("out", "attack.json"), "[]");
        JsonNode manifest = JsonNode.Parse(
            AttackManifest.ToBytes(attack, SampleAttack.Plan, 0, ["attack.json"], ["attack"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch))!;
        Assert.Equal("interrupted", (string)manifest["status"]!);
        Assert.Equal(Provenance.Commit, (string?)manifest["commit"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(SampleAttack.Plan.Canonical), manifest["plan"]));
        Assert.Equal(["attack.json", "plan.json"], manifest["files"]!.AsArray().Select(file => (string)file!["name"]!));
    }

    [Theory]
    [InlineData("0.1.0+122e1b48410b240c23425a05e2b0629635076149", "122e1b48410b240c23425a05e2b0629635076149")]
    [InlineData("0.1.0", null)]
    public void The_commit_is_what_the_build_was_made_of_if_it_knew(string build, string? commit) =>
        Assert.Equal(commit, Provenance.CommitOf(build));

    [Fact]
    public void A_cell_without_a_newer_column_runs_again()
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, SampleMetrics.OfCut(0.8))));
        string path = Assert.Single(Directory.GetFiles(folder.PathOf("out", "cells")));
        string text = File.ReadAllText(path);
        Assert.Contains("\"identificationAccuracy\":1,", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"identificationAccuracy\":1,", "", StringComparison.Ordinal));
        Assert.Null(attack.Finished(cell).Result);
        Assert.NotNull(attack.Finished(cell).Stale);
    }

    [Theory]
    [InlineData("cells/00000.json", "0.8", "0.9", "its figures are not what was written")]
    [InlineData("cells/00000.json", "\"build\":\"", "\"build\":\"0.0.1-", "it was made by FleetSim 0.0.1-")]
    [InlineData("cells/00000.json", null, null, "its file is empty")]
    [InlineData("reconstructions/sheet.png", null, null, "reconstructions/sheet.png is empty")]
    public void A_cell_that_was_changed_runs_again_and_says_why(string file, string? old, string? changed, string reason)
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        Keep(attack, cell, Result(cell, new CutMeasures(0.75, SampleMetrics.OfCut(0.8))));
        string path = folder.PathOf("out", file);
        string text = File.ReadAllText(path);
        string edited = old is null ? "" : text.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(text, edited);
        File.WriteAllText(path, edited);
        Assert.StartsWith(reason, attack.Finished(cell).Stale, StringComparison.Ordinal);
    }

    private static void Keep(AttackFolder folder, AttackCell cell, CellResult result) => folder.Keep(cell, result, ("sheet.png", [1, 2, 3]));

    private static (AttackFolder Folder, AttackCell Cell) Open(TemporaryFolder folder) =>
        (AttackFolder.Open(folder.PathOf("out"), "attack", SampleAttack.Plan, force: false), SampleAttack.Plan.Cells()[0]);

    private static CellResult Result(AttackCell cell, CutMeasures cut) =>
        new(CellResult.CurrentFormat, SampleAttack.Plan.Hash, cell.Canonical, cut, 1, 2, 3, 4, 5, [Image]);
}
