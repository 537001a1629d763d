using Fleet.Models.Defenses;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Elements rounded to a grid: each lies within half a step of what is seen, and nothing more is known of it. With 1 bit the
/// elements of one sign are all sent as 0, so that one seen as 0 may be a whole step away, unless there is one sign only.
/// </summary>
internal sealed class GridCorrection(int bits) : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        int messages = (int)seen.Value.shape[0];
        float[] values = seen.Value.contiguous().Floats();
        int elements = values.Length / messages;
        long[] oneForEach = [messages, .. seen.Value.shape.Skip(1).Select(_ => 1L)];
        float[] halfSteps = [.. Enumerable.Range(0, messages).Select(message =>
            QuantizationGrid.Of(values.AsSpan(message * elements, elements), bits).Step / 2)];
        Tensor slack = tensor(halfSteps, oneForEach, device: seen.Value.device) * ones_like(seen.Value);
        if (bits == 1 && !facts.HasTrueZeros)
        {
            slack = slack + (slack * seen.Value.eq(0).to_type(slack.dtype));
        }

        return seen with { Slack = seen.Slack is null ? slack : seen.Slack + slack };
    }
}
