namespace Fleet.Models.Defenses;

/// <summary>
/// The weights are trained with the distance correlation of picture and activation in the loss (Vepakomma, Singh, Gupta,
/// Raskar, "NoPeek: Information leakage reduction to share activations in distributed deep learning", ICDM workshops 2020).
/// </summary>
public sealed record NoPeek : TrainedDefense
{
    internal const string CanonicalName = "nopeek";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "nopeek WEIGHT")
    {
        Label = "nopeek",
        Quantity = "weight",
        Expected = $"expected nopeek WEIGHT, such as nopeek 0.5, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        AtCutOnly = true,
        NotAPercentage = NumberForm.LossWeight,
        Create = (weight, _) => new NoPeek(weight),
    };

    /// <summary>Training with one weight of the distance correlation.</summary>
    /// <param name="weight">What the distance correlation, in [0, 1], counts beside the cross-entropy in nats, in (0, 10^6].</param>
    public NoPeek(double weight)
        : base(CanonicalName, weight)
    {
    }
}
