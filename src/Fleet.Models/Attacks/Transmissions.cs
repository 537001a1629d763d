using System.Globalization;
using Fleet.Models.Tensors;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>Activations that crossed a link, and which of them show one scene.</summary>
public sealed class Transmissions
{
    private readonly IReadOnlyList<int>? _devices;

    /// <param name="activations">The messages in front, then the shape of the cut. The caller keeps it alive.</param>
    /// <param name="scenes">
    /// The scene of each message, numbered from 0 without gaps; messages of one scene carry the same picture. Null if each
    /// message shows a scene of its own.
    /// </param>
    /// <param name="devices">The device that sent each message; null if one sent them all.</param>
    /// <exception cref="ArgumentException">The scenes or devices do not fit the messages.</exception>
    public Transmissions(Tensor activations, IReadOnlyList<int>? scenes = null, IReadOnlyList<int>? devices = null)
    {
        _devices = devices;
        Activations = activations;
        int messages = (int)activations.shape[0];
        if (scenes is not null && scenes.Count != messages)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{messages} messages cannot show {scenes.Count} scenes one by one."), nameof(scenes));
        }

        if (devices is not null && devices.Count != messages)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{messages} messages cannot come from {devices.Count} devices one by one."), nameof(devices));
        }

        ILookup<int, int> byScene = Enumerable.Range(0, messages).ToLookup(message => scenes?[message] ?? message);
        Messages = [.. Enumerable.Range(0, byScene.Count).Select(scene => (IReadOnlyList<int>)[.. byScene[scene]])];
        if (Messages.Any(rows => rows.Count == 0))
        {
            throw new ArgumentException("Scenes are numbered from 0 without gaps.", nameof(scenes));
        }
    }

    /// <summary>What crossed the links, with the messages in front.</summary>
    public Tensor Activations { get; }

    /// <summary>The messages of each scene, by their positions.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Messages { get; }

    /// <summary>The messages of each device, by their positions.</summary>
    internal ILookup<int, int> MessagesByDevice => Enumerable.Range(0, (int)Activations.shape[0]).ToLookup(DeviceOf);

    /// <summary>The device that sent a message.</summary>
    internal int DeviceOf(int message) => _devices?[message] ?? 0;

    /// <summary>How many scenes there are: the pictures to recover.</summary>
    public int Scenes => Messages.Count;

    /// <summary>Refuses messages of another shape than the cut's: tensors of some other shapes would be repeated to fit.</summary>
    /// <exception cref="ArgumentException">They have another shape.</exception>
    internal void Require(TensorShape activation)
    {
        long[] message = Activations.shape[1..];
        bool isFlat = activation.IsFlat && message.AsSpan().SequenceEqual([activation.Channels]);
        if (!isFlat && !message.AsSpan().SequenceEqual([activation.Channels, activation.Height, activation.Width]))
        {
            throw new ArgumentException($"The messages have the shape {string.Join('x', message)}; at this cut it is {activation}.", nameof(activation));
        }
    }
}
