namespace Fleet.Models.Defenses;

/// <summary>
/// The weights are trained against a decoder that learns at the same time to reconstruct the picture from the activation:
/// the network loses as much as the decoder gains.
/// </summary>
/// <remarks>
/// A minimax game as in Goodfellow et al. 2014, with an encoder and a reconstructing adversary as in Li, Duan, Yang, Chen,
/// Yang, "TIPRDC: Task-Independent Privacy-Respecting Data Crowdsourcing Framework", KDD 2020.
/// </remarks>
public sealed record AdversarialTraining : TrainedDefense
{
    internal const string CanonicalName = "adversarial";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "adversarial WEIGHT")
    {
        Label = "adversarial",
        Quantity = "weight",
        Expected = $"expected adversarial WEIGHT, such as adversarial 0.3, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        AtCutOnly = true,
        NotAPercentage = NumberForm.LossWeight,
        Create = (weight, _) => new AdversarialTraining(weight),
    };

    /// <summary>Training with one weight of the decoder's success.</summary>
    /// <param name="weight">
    /// What the share of the pictures' variance that the decoder explains, in [0, 1], counts beside the cross-entropy in
    /// nats, in (0, 10^6].
    /// </param>
    public AdversarialTraining(double weight)
        : base(CanonicalName, weight)
    {
    }
}
