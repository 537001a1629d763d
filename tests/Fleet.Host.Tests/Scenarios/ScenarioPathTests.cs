using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Scenarios;

public sealed class ScenarioPathTests
{
    [Fact]
    public void A_path_reaches_keys_items_by_name_and_by_position()
    {
        Scenario scenario = ScenarioFiles.ReadSetting("model.data=synthetic-digits", "devices[camera].split=ReLU1", "links[0].up=10Mbit/s").Scenario!;
        Assert.Equal(("synthetic-digits", "ReLU1", "pool1", 10e6), (scenario.Model.Data.Name, scenario.Devices[0].Split, scenario.Devices[1].Split, scenario.Links[0].UpBitsPerSecond));
    }

    [Theory]
    [InlineData("split=conv1")]
    [InlineData("devices[*].split=conv1")]
    public void A_short_path_means_every_device_class(string set) =>
        Assert.Equal(["conv1", "conv1"], ScenarioFiles.ReadSetting(set).Scenario!.Devices.Select(d => d.Split));

    [Fact]
    public void A_value_in_short_form_is_written_out_where_a_path_goes_below_it()
    {
        Scenario scenario = ScenarioFiles.ReadSetting("devices[camera].compute.service=exponential", "links[cell].latency.up=1 ms").Scenario!;
        Assert.Equal(0.6e9 / 0.193, scenario.Devices[0].Compute.FlopsPerSecond, 3);
        Assert.Equal((1.0, 25.0), (scenario.Links[0].UpLatency.Milliseconds, scenario.Links[0].DownLatency.Milliseconds));
    }

    [Fact]
    public void Later_settings_win() =>
        Assert.Equal(9UL, ScenarioFiles.ReadSetting("seed=8", "seed=9").Scenario!.Seed);

    [Theory]
    [InlineData("modle.data=mnist", 1, "'modle' is not a key of a scenario; expected name, seed,", "model")]
    [InlineData("model.dta=mnist", 7, "'dta' is not a key of the model; expected network, data, weights or training.", "data")]
    [InlineData("devices[camra].split=ReLU1", 9, "'camra' is not a device class of this scenario; expected camera, sensor or a position from 0 to 1.", "camera")]
    [InlineData("links[3].up=10 Mbit/s", 7, "'3' is not a link of this scenario; expected cell or position 0.", null)]
    [InlineData("devices.split=ReLU1", 9, "'split' is asked of a list; expected which device class in brackets before it, such as [CLASS].", null)]
    [InlineData("seed.x=1", 6, "'x' is asked of a value that has no keys.", null)]
    [InlineData("model[0]=1", 7, "'[0]' is asked of a value that is no list.", null)]
    [InlineData("split", 1, "'split' sets nothing; expected PATH=VALUE, such as model.data=mnist.", null)]
    [InlineData("a..b=1", 1, "'a..b' is not a path; expected keys and items such as model.data, devices[camera].split or links[0].up.", null)]
    [InlineData("devices[camera].split=ReLU9", 23, "'ReLU9' is not a layer of lenet5;", "ReLU1")]
    [InlineData("seed=", 5, "The value is missing; expected a whole number such as 10_000.", null)]
    [InlineData("seed=[1", 6, "The '[' here is not closed", null)]
    public void A_problem_of_an_argument_is_located_in_the_argument(string set, int column, string expected, string? nearest)
    {
        Diagnostic problem = Assert.Single(ScenarioFiles.ReadSetting("seed=3", set).Problems);
        Assert.Equal(("--set 2", 1, column, nearest), (problem.File, problem.Line, problem.Column, problem.Nearest));
        Assert.StartsWith(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_arguments_come_behind_those_of_the_file()
    {
        string text = ScenarioFiles.Valid.Replace("seed: 7", "sed: 7", StringComparison.Ordinal);
        ScenarioReading reading = ScenarioReader.ReadText(text, "test.yaml", ScenarioOverride.FromSet(["duration=1", "warm-up=1"]));
        Assert.Equal(["test.yaml", "--set 1", "--set 2"], reading.Problems.Select(p => p.File));
    }
}
