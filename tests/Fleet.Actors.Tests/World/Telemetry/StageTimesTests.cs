using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;

namespace Fleet.Actors.Tests.World.Telemetry;

public sealed class StageTimesTests
{
    [Fact]
    public void EachStageIsWhereItsPositionSays()
    {
        Assert.Equal(StageTimes.Count, StageTimes.Stages.Count);
        foreach (Stage stage in StageTimes.Stages)
        {
            object times = new StageTimes();
            typeof(StageTimes).GetProperties().Single(property => string.Equals(property.Name, stage.Name, StringComparison.OrdinalIgnoreCase))
                .SetValue(times, new SimTime(7));

            var set = (StageTimes)times;
            Assert.Equal(7, set[stage.Index].Nanoseconds);
            Assert.Equal(7, set.Total.Nanoseconds);
        }
    }

    [Fact]
    public void StagesKeepTheirNamesAndOrder() => Assert.Equal(
        [
            "deviceWait", "deviceCompute", "defense", "uplinkWait", "uplinkTransfer", "uplinkPropagation",
            "serverWait", "serverCompute", "downlinkWait", "downlinkTransfer", "downlinkPropagation",
        ],
        StageTimes.Stages.Select(stage => stage.Name));

    [Theory]
    [InlineData(0, "0 0 0")]
    [InlineData(5, "5 0 0")]
    [InlineData(12, "10 2 0")]
    [InlineData(100, "10 20 30")]
    public void StagesThatHadNotBegunAreCutAway(long elapsed, string expected)
    {
        var times = new StageTimes { DeviceWait = new SimTime(10), DeviceCompute = new SimTime(20), UplinkWait = new SimTime(30) };

        StageTimes cut = times.CutAt(new SimTime(elapsed));

        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture, $"{cut.DeviceWait.Nanoseconds} {cut.DeviceCompute.Nanoseconds} {cut.UplinkWait.Nanoseconds}"));
    }

    [Fact]
    public void ThereIsNoTwelfthStage() => Assert.Throws<IndexOutOfRangeException>(() => default(StageTimes)[StageTimes.Count]);
}
