using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Runs;

namespace Fleet.Host.Tests.Runs;

public sealed class SceneBatchTests
{
    [Fact]
    public void Messages_stand_alone_unless_they_are_read_together()
    {
        CapturedMessage[] captured = [.. Enumerable.Range(0, 70).Select(i => Message(device: 0, i, input: 5))];
        SceneBatch[] batches = [.. SceneBatch.Of(captured, transmissions: 1, byDevice: false)];

        Assert.Equal([32, 32, 6], batches.Select(batch => batch.Scenes.Count));
        Assert.Equal(captured, batches.SelectMany(batch => batch.Scenes).Select(scene => Assert.Single(scene.Messages)));
    }

    [Fact]
    public void Messages_of_one_device_and_picture_are_one_scene_that_ends_with_the_last()
    {
        CapturedMessage[] captured =
        [
            Message(0, 0, input: 5), Message(1, 0, input: 5), Message(0, 1, input: 6), Message(0, 2, input: 5), Message(0, 3, input: 5),
        ];
        SceneBatch pairs = Assert.Single(SceneBatch.Of(captured, transmissions: 2, byDevice: false));
        SceneBatch all = Assert.Single(SceneBatch.Of(captured, transmissions: null, byDevice: false));

        Assert.Equal([2, 1, 1, 1], pairs.Scenes.Select(scene => scene.Messages.Count));
        Assert.Equal([0, 0, 1, 2, 3], pairs.SceneOfMessage);
        Assert.Equal([(0, 3L), (1, 0L), (0, 1L)], all.Scenes.Select(scene => (scene.Last.Device.Value, scene.Last.Sequence)));
        Assert.Equal([0L, 2, 3, 0, 1], all.Keys.Select(key => key.Sequence));
    }

    [Fact]
    public void Devices_with_secrets_are_attacked_one_by_one()
    {
        CapturedMessage[] captured = [.. Enumerable.Range(0, 100).Select(i => Message(device: i % 2, i / 2, input: i))];
        SceneBatch[] batches = [.. SceneBatch.Of(captured, transmissions: 1, byDevice: true)];

        Assert.Equal([50, 50], batches.Select(batch => batch.Scenes.Count));
        Assert.All(batches, batch => Assert.Single(batch.Keys.Select(key => key.Device).Distinct()));
    }

    [Fact]
    public void No_batch_has_more_than_256_messages()
    {
        CapturedMessage[] captured = [.. Enumerable.Range(0, 1000).Select(i => Message(device: 0, i, input: i % 10))];
        SceneBatch[] batches = [.. SceneBatch.Of(captured, transmissions: null, byDevice: false)];

        Assert.All(batches, batch => Assert.InRange(batch.Keys.Count, 1, 256));
        Assert.Equal(1000, batches.Sum(batch => batch.Keys.Count));
    }

    private static CapturedMessage Message(int device, long sequence, int input) =>
        new(new DeviceId(device), 0, sequence, input, new ServerId(0), SimTime.FromSeconds(sequence), SimTime.FromSeconds(sequence + 1));
}
