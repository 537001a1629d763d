using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Scenarios;

public sealed class SweepTests
{
    [Fact]
    public void The_cells_are_the_grid_in_the_order_of_the_file()
    {
        SweepPlan plan = Plan("split: [conv1, ReLU1]\n  defense: [none, dropout 30 %, [gaussian 0.4, laplace 1]]\n  replications: 5");
        Assert.Equal((6, 5), (plan.Cells.Count, plan.Replications));
        Assert.Equal(["split", "defense"], plan.Axes);
        Assert.Equal([0, 1, 2, 3, 4, 5], plan.Cells.Select(c => c.Index));
        Assert.Equal(
            ["conv1 none", "conv1 dropout 30 %", "conv1 [gaussian 0.4, laplace 1]", "ReLU1 none", "ReLU1 dropout 30 %", "ReLU1 [gaussian 0.4, laplace 1]"],
            plan.Cells.Select(c => string.Join(' ', c.Assignments.Select(a => a.Value))));
        Assert.All(plan.Cells[4].Scenario.Devices, d => Assert.Equal(("ReLU1", "dropout:0.3@activation"), (d.Split, d.Defense.Canonical)));
    }

    [Fact]
    public void Any_path_can_be_an_axis() =>
        Assert.Equal([1, 2, 3], Plan("devices[camera].count: [1, 2, 3]").Cells.Select(c => c.Scenario.Devices[0].Count));

    [Fact]
    public void The_adversary_can_be_swept_away() =>
        Assert.Equal([true, false], Plan("adversary.targets.per-device: [1]\n  adversary: [{ at: cloud }, null]").Cells.Select(c => c.Scenario.Adversary is not null));

    [Fact]
    public void Replications_alone_are_one_cell()
    {
        SweepCell cell = Assert.Single(Plan("replications: 30").Cells);
        Assert.Empty(cell.Assignments);
        Assert.Equal([7UL, 8UL], [cell.Replication(0).Seed, cell.Replication(1).Seed]);
    }

    [Fact]
    public void The_scenario_itself_is_the_one_without_the_sweep() =>
        Assert.Equal("ReLU2", Read("split: [conv1]").Scenario!.Devices[0].Split);

    [Fact]
    public void A_key_is_the_same_again_and_changes_with_the_scenario()
    {
        string[] keys = [.. Plan("split: [conv1, ReLU1]").Cells.Select(c => c.Key)];
        Assert.Equal(keys, Plan("split: [conv1, ReLU1]").Cells.Select(c => c.Key));
        Assert.All(keys, k => Assert.Matches("^[0-9a-f]{16}$", k));
        Assert.NotEqual(keys[0], keys[1]);
        Assert.NotEqual(keys[0], Plan("split: [conv1, ReLU1]\n  replications: 2").Cells[0].Key);
    }

    [Theory]
    [InlineData("split: [conv1, ReLU9]", 30, 18, "'ReLU9' is not a layer of lenet5;")]
    [InlineData("splt: [conv1]", 30, 3, "'splt' is not a key of a scenario;")]
    [InlineData("devices[camra].split: [conv1]", 30, 11, "'camra' is not a device class of this scenario;")]
    [InlineData("split: conv1", 30, 10, "Found 'conv1' for 'split'; expected a list of values such as [a, b].")]
    [InlineData("split: []", 30, 10, "Found an empty list for 'split'; expected a list of values such as [a, b].")]
    [InlineData("replication: 3", 30, 3, "Found '3' for 'replication'; expected a list of values such as [a, b].")]
    [InlineData("replications: 0", 30, 17, "'0' is out of range; expected a whole number of at least 1 and at most 100,000.")]
    [InlineData("split: [conv1, conv1]", 30, 18, "Cell 1 is the same scenario as cell 0; expected values that differ.")]
    [InlineData("devices[camera].count: [1, 0]", 30, 30, "'0' is out of range;")]
    public void A_problem_of_a_cell_is_located_in_the_sweep(string sweep, int line, int column, string expected)
    {
        Diagnostic problem = Assert.Single(Read(sweep).Problems);
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.StartsWith(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_between_a_cell_and_the_rest_names_the_cell()
    {
        Diagnostic problem = Assert.Single(ScenarioReader.ReadText(ScenarioFiles.Valid + "\n  targets: { devices: 4 }\nsweep:\n  devices[camera].count: [3, 2]", "test.yaml").Problems);
        Assert.Equal("The adversary attacks 4 devices, but only 3 send to 'cloud'; expected at most 3, or all. (With devices[camera].count = 2 from the sweep.)", problem.Message);
    }

    [Fact]
    public void An_axis_can_be_set() =>
        Assert.Equal(2, ScenarioFiles.ReadSetting("sweep.split=[conv1, ReLU1]").Sweep!.Cells.Count);

    [Fact]
    public void Too_many_cells_are_refused()
    {
        string values = string.Join(", ", Enumerable.Range(1, 101));
        Assert.StartsWith("The sweep has more than 10,000 cells", Assert.Single(Read($"seed: [{values}]\n  devices[camera].count: [{values}]").Problems).Message, StringComparison.Ordinal);
    }

    private static SweepPlan Plan(string sweep)
    {
        ScenarioReading reading = Read(sweep);
        Assert.Empty(reading.Problems);
        return reading.Sweep!;
    }

    private static ScenarioReading Read(string sweep) => ScenarioReader.ReadText($"{ScenarioFiles.Valid}\nsweep:\n  {sweep}\n", "test.yaml");
}
