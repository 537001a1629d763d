namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// A message was scaled down to a radius, if it was longer: the attacker does the same to the activations that it compares
/// with. The norm of the message is lost. Values are scaled as if the radius were the typical norm of activations, so that the
/// misfit keeps its balance against the total variation.
/// </summary>
internal sealed class ClipCorrection(double radius) : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        if (seen.Radius is { } smaller && smaller <= radius)
        {
            return seen;
        }

        double scale = Math.Max(1, (facts.Typical?.Norm ?? radius) / radius);
        return seen with
        {
            Value = seen.Value * scale,
            Variance = seen.Variance is null ? null : seen.Variance * (scale * scale),
            Slack = seen.Slack is null ? null : seen.Slack * scale,
            Radius = radius,
            Scale = scale,
        };
    }
}
