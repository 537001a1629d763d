namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// A message was scaled down to a radius, if it was longer: the attacker does the same to the activations that it compares
/// with. How long a message was is lost; everything is counted as if the radius were what activations typically are, so that
/// the misfit keeps its balance against the smoothness.
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
