using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// How far surrogates for the device's layers can be trusted, from what they make of the attacker's own pictures. Surrogates that
/// were trained apart disagree where their training did not decide: there a message says less. And behind two rectifiers nothing
/// fixed how strong a channel is, since the cloud's half bears other strengths; the messages show how strong it is on the device.
/// </summary>
internal sealed class SurrogateTrust
{
    private const int MostExamples = 256;
    private const int BatchSize = 32;

    // What surrogates may get wrong together, as a share of the mean square of an activation.
    private const double CommonError = 0.05;

    // With fewer, a channel is a filter on the picture itself: of another strength because it is another filter.
    private const int LeastActivationLayers = 2;

    // A channel is taken to be as strong as in the surrogates until this many messages say otherwise.
    private const double PriorMessages = 4;

    private readonly long[] _shape;
    private readonly float[] _weights;
    private readonly float[]? _channelSquares;

    private SurrogateTrust(long[] shape, float[] weights, float[]? channelSquares) =>
        (_shape, _weights, _channelSquares) = (shape, weights, channelSquares);

    /// <summary>Compares surrogates on some of the attacker's pictures.</summary>
    /// <param name="heads">The surrogates, at least two.</param>
    /// <param name="pictures">The attacker's pictures.</param>
    public static SurrogateTrust Of(IReadOnlyList<AttackedHead> heads, Dataset pictures)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        PictureFormat format = PictureFormat.Of(heads[0].Spec);
        int count = Math.Min(MostExamples, pictures.Count);
        Tensor? sums = null;
        bool negative = false;
        foreach (int[] indices in Enumerable.Range(0, count).Select(i => (int)((long)i * pictures.Count / count)).Chunk(BatchSize))
        {
            using var inner = NewDisposeScope();
            Tensor inputs = PictureTensor.Load(pictures, indices, format, heads[0].Device);
            Tensor each = stack([.. heads.Select(head => head.Activation(inputs))]).to_type(ScalarType.Float64);
            Tensor mean = each.mean([0]);
            Tensor disagreement = (each - mean).square().sum([0]) / (heads.Count - 1);
            negative |= (each < 0).any().item<bool>();
            Tensor here = stack([disagreement.sum([0]), each.square().mean([0]).sum([0]), mean.square().sum([0])]);
            sums = (sums is null ? here : sums + here).MoveToOuterDisposeScope();
        }

        Tensor means = sums! / count;
        Tensor weights = (means[0] + (means[1].mean() * CommonError).clamp_min(float.Epsilon)).reciprocal();
        Tensor channels = means[2].reshape(means.shape[1], -1).mean([1]);

        // Where values have both signs a channel has an offset too, which a factor would move.
        bool hasStrength = !negative && heads[0].Spec.ActivationLayersUpTo(heads[0].Split) >= LeastActivationLayers;
        return new SurrogateTrust(means[0].shape, Values(weights / weights.mean()), hasStrength ? Values(channels) : null);
    }

    /// <summary>
    /// Weighs the elements and, behind two rectifiers and where no defence was undone, brings the channels to the strength that they
    /// have in the surrogates.
    /// </summary>
    /// <param name="seen">What the messages of some scenes say.</param>
    /// <param name="scales">Whether the values are those of messages taken at their word.</param>
    public Observation Apply(Observation seen, bool scales)
    {
        Tensor weight = tensor(_weights, [1, .. _shape], device: seen.Value.device).expand_as(seen.Value);
        return seen with
        {
            Value = scales && _channelSquares is not null ? Scaled(seen.Value, _channelSquares) : seen.Value,
            Weight = seen.Weight is null ? weight : seen.Weight * weight,
        };
    }

    private static Tensor Scaled(Tensor values, float[] channelSquares)
    {
        long count = values.shape[0];
        long[] perChannel = [1, values.shape[1], .. Enumerable.Repeat(1L, (int)values.dim() - 2)];
        Tensor here = tensor(channelSquares, device: values.device).clamp_min(float.Epsilon);
        Tensor sent = values.square().transpose(0, 1).flatten(1).mean([1]);
        Tensor scale = (here * (count + PriorMessages) / ((sent * count) + (here * PriorMessages))).sqrt();
        return values * scale.reshape(perChannel);
    }

    private static float[] Values(Tensor values) => values.to_type(ScalarType.Float32).contiguous().Floats();
}
