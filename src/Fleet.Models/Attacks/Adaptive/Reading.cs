using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>How an attacker reads what crossed the links.</summary>
/// <param name="knownDefense">The defence, for an adaptive attacker; null for a naive one.</param>
/// <param name="facts">What the attacker knows of undefended activations.</param>
/// <param name="errorShare">
/// How wrong the attacker's surrogate for the device's layers is: the mean square of its errors over that of the activation.
/// They count like noise.
/// </param>
/// <param name="shift">The mean square by which defences of the picture move an element. It counts like noise, too.</param>
/// <param name="order">Finds the order of the channels; null where it is no secret.</param>
/// <param name="trust">How far the attacker's surrogates can be trusted; null for one who has the layers themselves.</param>
internal sealed class Reading(
    DefenseChain? knownDefense,
    ActivationFacts facts,
    MessageOrder order,
    double errorShare = 0,
    double shift = 0,
    SurrogateTrust? trust = null)
{
    // Steps on the picture are left to PictureRestoration, or count together as noise.
    private readonly Correction[] _corrections = Corrections.Of((knownDefense?.Steps ?? []).Where(step => step.Place != DefensePlace.Input));

    /// <summary>The reading of an attacker who has the device's layers, or a surrogate for them.</summary>
    /// <param name="head">The layers.</param>
    /// <param name="split">The last of them.</param>
    /// <param name="knownDefense">The defence, for an adaptive attacker; null for a naive one.</param>
    /// <param name="experience">The attacker's own examples; null for one who has none.</param>
    /// <param name="errorShare">How wrong a surrogate is.</param>
    /// <param name="trust">How far surrogates can be trusted; null if nothing tells.</param>
    public static Reading Of(
        TrainedNetwork head, string split, DefenseChain? knownDefense, Experience? experience = null, double errorShare = 0, SurrogateTrust? trust = null)
    {
        if (knownDefense is null)
        {
            return new Reading(null, new ActivationFacts(HasTrueZeros: false), new MessageOrder(head.Device, examples: null), errorShare, trust: trust);
        }

        // Examples take time: they are made for the steps that need them.
        bool needsTypical = knownDefense.Steps.Any(step => step.Law is NormLaw or NoiseBankLaw);
        var facts = new ActivationFacts(GivesZeros(head, split), needsTypical ? experience?.After(DefenseChain.None) : null);
        var onInput = new DefenseChain(knownDefense.Steps.Where(step => step.Place == DefensePlace.Input));
        double shift = onInput.Steps.Count > 0 ? experience?.MeanSquareShift(onInput) ?? 0 : 0;
        ActivationStatistics? examples = MessageOrder.IsSecret(knownDefense) ? experience?.After(MessageOrder.WithoutKeys(knownDefense)) : null;
        return new Reading(knownDefense, facts, new MessageOrder(head.Device, examples), errorShare, shift, trust);
    }

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
            return Judged(Corrected(order.Pick(transmissions, [.. messages.Select(rows => rows[0])]))).MoveToOuterDisposeScope();
        }

        // Scene by scene: the messages of one may be many.
        return Judged(Stack([.. messages.Select(rows => OfScene(transmissions, rows))])).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether the last layer gives exact zeros, as a rectifier does and a convolution does not: found out with noise,
    /// because a table of layers does not always end with the rectifier itself.
    /// </summary>
    private static bool GivesZeros(TrainedNetwork head, string split)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Tensor noise = new NoiseQueries(1, Seed: 1).Load([0], PictureFormat.Of(head.Spec), head.Device);
        return (head.Head(noise, split) == 0).any().item<bool>();
    }

    private Observation OfScene(Transmissions transmissions, IReadOnlyList<int> messages)
    {
        using var scope = NewDisposeScope();
        Observation each = Corrected(order.Pick(transmissions, messages));
        return SceneMerge.Of(each).MoveToOuterDisposeScope();
    }

    private Observation Corrected(Tensor messages)
    {
        var seen = new Observation(messages);
        foreach (Correction correction in _corrections)
        {
            seen = correction.Undo(seen, facts);
        }

        return shift > 0 ? new NoiseCorrection(shift * seen.Scale * seen.Scale, isLaplace: false).Undo(seen, facts) : seen;
    }

    /// <summary>With what the attacker knows of the errors of a surrogate.</summary>
    private Observation Judged(Observation seen)
    {
        seen = trust?.Apply(seen, scales: _corrections.Length == 0 && shift == 0) ?? seen;
        if (errorShare == 0)
        {
            return seen;
        }

        Tensor error = seen.Value.square().flatten(1).mean([1]) * errorShare;
        return seen with { Variance = seen.Variance is null ? error : seen.Variance + error };
    }

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
            Radius = scenes[0].Radius,
            Scale = scenes[0].Scale,
        };

        Tensor? Join(Func<Observation, Tensor?> part) =>
            part(scenes[0]) is null ? null : cat([.. scenes.Select(scene => part(scene)!)]);
    }
}
