using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Models.Defenses;
using Fleet.Models.Training.DefenseTraining;

namespace Fleet.Host.Tests.Results;

/// <summary>Results name the defence that was used, or none.</summary>
public sealed class UsedDefenseTests
{
    [Fact]
    public void The_table_of_requests_has_the_defence_that_was_used_on_each()
    {
        using TemporaryFolder folder = new();
        var sample = new SampleRun(requests: 2);
        RunInfo info = sample.Info with { DeviceClasses = [.. sample.Info.DeviceClasses.Select(c => c with { OtherDefenses = ["gaussian:2@activation"] })] };
        Write(folder, sample, info, lastDefense: 1);
        Assert.Equal(
            [info.DeviceClasses[sample.Records[0].DeviceClass].Defense, "gaussian:2@activation"],
            Database.Query(folder.FullPath, "SELECT defense FROM 'requests.parquet'").Select(row => row[0]));
    }

    [Fact]
    public void A_defence_that_results_cannot_name_is_refused()
    {
        using TemporaryFolder folder = new();
        var sample = new SampleRun(requests: 2);
        var exception = Assert.Throws<InvalidOperationException>(() => Write(folder, sample, sample.Info, lastDefense: 1));
        Assert.Contains("was sent with defence 1 of the class", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_defence_that_has_learned_nothing_is_not_replaced_by_the_plain_network()
    {
        var network = new PreparedNetwork(null!, null!, new Dictionary<(string, DefenseChain), DefendedNetwork>());
        Assert.True(DefenseCatalog.BuiltIn.TryParse("adversarial 1", out DefenseChain learned, out _));
        var exception = Assert.Throws<InvalidOperationException>(() => network.For("ReLU1", learned));
        Assert.Contains($"{learned.Canonical} at ReLU1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(DefenseChain.None, network.For("ReLU1", DefenseChain.None).Defense);
    }

    private static void Write(TemporaryFolder folder, SampleRun sample, RunInfo info, byte lastDefense)
    {
        using RunWriter writer = RunWriter.Open(RunFolder.At(folder.FullPath, force: false), info, new FixedClock(DateTimeOffset.UnixEpoch));
        writer.Requests.Record(sample.Records[0]);
        writer.Requests.Record(sample.Records[1] with { Defense = lastDefense });
        writer.Complete(sample.Outcome());
    }
}
