using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>How an attacker reads what crossed the links.</summary>
/// <param name="knownDefense">The defence, for an adaptive attacker; null for a naive one.</param>
/// <param name="hasTrueZeros">Whether the device's last layer gives zeros of its own.</param>
/// <param name="errorShare">
/// How wrong the attacker's stand-in for the device's layers is: the mean square of its errors over that of the activation.
/// They count like noise.
/// </param>
internal sealed class Reading(DefenseChain? knownDefense, bool hasTrueZeros, double errorShare = 0)
{
    private readonly Correction[] _corrections =
        [.. (knownDefense?.Steps ?? []).Reverse().Select(Correction.Of).OfType<Correction>()];

    /// <summary>The reading of an attacker who has the device's layers, or a stand-in for them.</summary>
    public static Reading Of(TrainedNetwork head, string split, DefenseChain? knownDefense, double errorShare = 0) =>
        new(knownDefense, knownDefense is not null && GivesZeros(head, split), errorShare);

    /// <summary>What the messages of some scenes say, in the caller's dispose scope.</summary>
    /// <param name="transmissions">All messages.</param>
    /// <param name="first">The first of the scenes.</param>
    /// <param name="count">How many scenes.</param>
    public Observation Of(Transmissions transmissions, int first, int count)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        IReadOnlyList<int>[] messages = [.. transmissions.Messages.Skip(first).Take(count)];
        if (Array.TrueForAll(messages, rows => rows.Count == 1))
        {
            return WithError(Corrected(Pick(transmissions.Activations, [.. messages.Select(rows => rows[0])]))).MoveToOuterDisposeScope();
        }

        // Scene by scene: the messages of one may be many.
        return WithError(Stack([.. messages.Select(rows => OfScene(transmissions.Activations, rows))])).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether the last layer gives exact zeros, as a rectifier does and a convolution does not: found out with noise,
    /// because a table of layers does not always end with the rectifier itself.
    /// </summary>
    private static bool GivesZeros(TrainedNetwork head, string split)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Tensor noise = new NoiseQueries(1, Seed: 1).Load([0], PictureFormat.Of(head.Spec));
        return (head.Head(noise, split) == 0).any().item<bool>();
    }

    private Observation OfScene(Tensor activations, IReadOnlyList<int> messages)
    {
        using var scope = NewDisposeScope();
        Observation each = Corrected(Pick(activations, messages));
        return SceneMerge.Of(each).MoveToOuterDisposeScope();
    }

    private Observation Corrected(Tensor messages)
    {
        var seen = new Observation(messages);
        foreach (Correction correction in _corrections)
        {
            seen = correction.Undo(seen, hasTrueZeros);
        }

        return seen;
    }

    private Observation WithError(Observation seen)
    {
        if (errorShare == 0)
        {
            return seen;
        }

        Tensor error = seen.Value.square().flatten(1).mean([1]) * errorShare;
        return seen with { Variance = seen.Variance is null ? error : seen.Variance + error };
    }

    private static Tensor Pick(Tensor activations, IReadOnlyList<int> messages) =>
        activations.index_select(0, tensor(messages.Select(message => (long)message).ToArray(), [messages.Count]));

    /// <summary>One observation of several: a law adds the same parts to all of them, or none.</summary>
    private static Observation Stack(Observation[] scenes)
    {
        return new Observation(Join(scene => scene.Value)!)
        {
            Weight = Join(scene => scene.Weight),
            Slack = Join(scene => scene.Slack),
            Doubt = Join(scene => scene.Doubt),
            Variance = Join(scene => scene.Variance),
            IsLaplace = scenes[0].IsLaplace,
        };

        Tensor? Join(Func<Observation, Tensor?> part) =>
            part(scenes[0]) is null ? null : cat([.. scenes.Select(scene => part(scene)!)]);
    }
}
