using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Scenarios;

public sealed class ReadyScenarioTests
{
    private const double Load = 0.7;

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(ScenarioFiles.Root, "scenarios");

    [Theory]
    [MemberData(nameof(Files))]
    public void A_ready_scenario_has_no_problem_and_opens_with_what_it_shows(string file)
    {
        ScenarioReading reading = ScenarioReader.ReadFile(Path.Combine(Folder, file));
        Assert.Empty(reading.Problems);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), reading.Scenario!.Name);
        Assert.StartsWith("# ", File.ReadAllText(reading.File), StringComparison.Ordinal);
        Assert.NotEmpty(ScenarioCompiler.Compile(reading.Scenario).DeviceClasses);
    }

    [Theory]
    [InlineData("mm1-device.yaml")]
    [InlineData("mm1-link.yaml")]
    [InlineData("md1-link.yaml")]
    [InlineData("mm1-server.yaml")]
    public void A_queueing_scenario_has_the_load_that_its_comment_says(string file)
    {
        FleetSpec fleet = ScenarioCompiler.Compile(ScenarioReader.ReadFile(Path.Combine(Folder, file)).Scenario!);
        DeviceClassSpec source = Assert.Single(fleet.DeviceClasses);
        double seconds = (source.EdgeFlops / source.Compute.FlopsPerSecond)
            + (source.ActivationBytes * 8 / fleet.Links[0].UpBitsPerSecond)
            + (source.CloudFlops / fleet.Servers[0].Compute.FlopsPerSecond);
        Assert.Equal(Load, source.Count * source.Arrivals.RatePerSecond * seconds, 12);
    }

    [Fact]
    public void The_quick_start_attacks_32_messages_of_200_devices_without_files()
    {
        Scenario scenario = ScenarioReader.ReadFile(Path.Combine(Folder, "quickstart.yaml")).Scenario!;
        Assert.Equal((200L, 32), (scenario.DeviceCount, scenario.Adversary!.TargetDevices!.Value * scenario.Adversary.MessagesPerDevice!.Value));
        Assert.True(scenario.Model.Data.Embedded);
    }
}
