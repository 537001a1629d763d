using System.Text.Json.Nodes;
using Fleet.Host.Experiments;
using Fleet.Host.Tests.Results;
using Fleet.Models.Attacks;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Experiments;

public sealed class AttackFolderTests
{
    private static readonly ImageResult Image = new(0, 7, 50, 0.01, 20, 0.5, 0.4, 0.45, Identified: true, OriginalIdentified: true);

    [Fact]
    public void A_finished_cell_is_read_as_it_was_kept_even_where_a_value_does_not_exist()
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        var bound = new NoiseBound(new MeanEstimate(3, new Interval(2, 4)), new MeanEstimate(double.PositiveInfinity, Interval.Undefined), IsExact: false);
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, 0.8, double.NaN, bound)));
        CellResult kept = attack.Finished(cell).Result!;
        Assert.Equal(new CutMeasures(0.9, 0.8, double.NaN, bound), kept.Cut);
        Assert.Equal([Image], kept.Images);
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
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, 0.8, 0.7, null)));
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
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, 0.8, 0.7, null)));
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
    public void A_plan_names_the_settings_of_each_of_its_attacks()
    {
        AttackPlan plan = SampleAttack.Plan with { Cases = AttackCases.Parse("*") };
        Assert.All(AttackCatalog.Names, attack => Assert.Contains($"\n{attack} with {AttackSettings.Canonical(attack)}\n", plan.Canonical, StringComparison.Ordinal));
        Assert.Contains("QueryFreeModels = 3", plan.Canonical, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_without_a_newer_column_runs_again()
    {
        using var folder = new TemporaryFolder();
        (AttackFolder attack, AttackCell cell) = Open(folder);
        Keep(attack, cell, Result(cell, new CutMeasures(0.9, 0.8, 0.7, null)));
        string path = Assert.Single(Directory.GetFiles(folder.PathOf("out", "cells")));
        string text = File.ReadAllText(path);
        Assert.Contains("\"identified\":true,", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"identified\":true,", "", StringComparison.Ordinal));
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
        Keep(attack, cell, Result(cell, new CutMeasures(0.75, 0.8, 0.7, null)));
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
