using Fleet.Models.Networks;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>Activations that crossed a link, and which of them show one scene.</summary>
public sealed class Transmissions
{
    /// <param name="activations">The messages in front, then the shape of the cut. The caller keeps it alive.</param>
    /// <param name="scenes">
    /// The scene of each message, numbered from 0 without gaps; messages of one scene carry the same picture. Null if each
    /// message shows a scene of its own.
    /// </param>
    /// <exception cref="ArgumentException">The scenes do not fit the messages.</exception>
    public Transmissions(Tensor activations, IReadOnlyList<int>? scenes = null)
    {
        Activations = activations;
        int messages = (int)activations.shape[0];
        if (scenes is not null && scenes.Count != messages)
        {
            throw new ArgumentException($"{messages} messages cannot show {scenes.Count} scenes one by one.", nameof(scenes));
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
