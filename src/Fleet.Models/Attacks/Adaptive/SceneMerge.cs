using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>What several messages of one scene say together.</summary>
internal static class SceneMerge
{
    /// <summary>One observation of several, one message a row. New tensors go to the caller's dispose scope.</summary>
    /// <remarks>
    /// Normal noise: the mean, with the variance divided by the number of messages. Laplace noise: the median, which is the
    /// most likely value, with half that variance, as for many messages. Dropped elements count in none of this; an element
    /// that is 0 in all of n messages was dropped n times or is 0.
    /// </remarks>
    public static Observation Of(Observation messages)
    {
        long count = messages.Value.shape[0];
        if (count == 1)
        {
            return messages;
        }

        Tensor weight = messages.Weight ?? ones_like(messages.Value);
        Tensor total = weight.sum(0, keepdim: true);
        bool median = messages.IsLaplace && messages.Weight is null && count > 2;
        Tensor value = median
            ? Median(messages.Value)
            : (messages.Value * weight).sum(0, keepdim: true) / total.clamp_min(1e-12);
        return new Observation(value)
        {
            // Relative to one message, so that the total variation keeps its balance; the variance below has the rest.
            Weight = messages.Weight is null ? null : (total > 0).to_type(ScalarType.Float32),
            Slack = messages.Slack?.amin([0], keepdim: true),
            Doubt = messages.Doubt is null ? null : where(total > 0, ones_like(value), messages.Doubt.prod(0, keepdim: true)),
            Radius = messages.Radius,
            Scale = messages.Scale,
            Variance = messages.Variance?.mean([0], keepdim: true).div(median ? 2.0 * count : count),
        };
    }

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    private static Tensor Median(Tensor messages)
    {
        Tensor sorted = messages.sort(0).Values;
        long count = messages.shape[0];
        return (sorted.narrow(0, (count - 1) / 2, 1) + sorted.narrow(0, count / 2, 1)) / 2;
    }
}
