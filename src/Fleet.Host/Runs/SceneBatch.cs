using Fleet.Actors.World.Telemetry;
using Fleet.Models.Networks;

namespace Fleet.Host.Runs;

/// <summary>Messages that an attacker takes for pictures of one scene, in the order in which they were captured.</summary>
internal sealed record CapturedScene(IReadOnlyList<CapturedMessage> Messages)
{
    /// <summary>The message with which the scene is complete: its reconstruction stands for all of them.</summary>
    public CapturedMessage Last => Messages[^1];
}

/// <summary>Scenes that are attacked together.</summary>
internal sealed record SceneBatch(IReadOnlyList<CapturedScene> Scenes)
{
    private const int MostScenes = 32;

    /// <summary>Bounds the memory of a batch; a device's secret order is learned from so many messages.</summary>
    private const int MostMessages = 256;

    /// <summary>The messages' keys, scene by scene.</summary>
    public IReadOnlyList<MessageKey> Keys { get; } =
        [.. Scenes.SelectMany(scene => scene.Messages).Select(message => new MessageKey(message.Device.Value, message.Sequence, message.Input))];

    /// <summary>The scene of each message, by its position in the batch.</summary>
    public IReadOnlyList<int> SceneOfMessage { get; } =
        [.. Scenes.SelectMany((scene, position) => Enumerable.Repeat(position, scene.Messages.Count))];

    /// <summary>Batches of the captured messages of one split and defence.</summary>
    /// <param name="captured">The messages, in the order in which they reached the adversary.</param>
    /// <param name="transmissions">The most messages of one device and picture that are read together; null for all.</param>
    /// <param name="byDevice">Whether the devices have secrets, so that the messages of each are attacked together.</param>
    public static IEnumerable<SceneBatch> Of(IReadOnlyList<CapturedMessage> captured, int? transmissions, bool byDevice)
    {
        IEnumerable<IEnumerable<CapturedMessage>> groups = byDevice ? captured.GroupBy(message => message.Device) : [captured];
        return groups.SelectMany(group => Batches([.. Gather([.. group], transmissions)], byDevice ? MostMessages : MostScenes));
    }

    private static IEnumerable<CapturedScene> Gather(CapturedMessage[] messages, int? transmissions) => transmissions == 1
        ? messages.Select(message => new CapturedScene([message]))
        : messages
            .GroupBy(message => (message.Device, message.Input))
            .SelectMany(scene => scene.Chunk(Math.Min(transmissions ?? MostMessages, MostMessages)))
            .Select(scene => new CapturedScene(scene));

    private static IEnumerable<SceneBatch> Batches(CapturedScene[] scenes, int mostScenes)
    {
        int first = 0;
        while (first < scenes.Length)
        {
            int end = first;
            int messages = 0;
            while (end < scenes.Length && end - first < mostScenes
                && (end == first || messages + scenes[end].Messages.Count <= MostMessages))
            {
                messages += scenes[end++].Messages.Count;
            }

            yield return new SceneBatch(scenes[first..end]);
            first = end;
        }
    }
}
