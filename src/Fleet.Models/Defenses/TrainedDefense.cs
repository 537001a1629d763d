namespace Fleet.Models.Defenses;

/// <summary>A defence in the weights that make the activation: they are trained with another loss, and nothing is done to messages.</summary>
public abstract record TrainedDefense : DefenseStep
{
    private protected TrainedDefense(string name, double weight)
        : base(name, CheckedScale(weight, nameof(weight)), DefensePlace.Activation) => Weight = weight;

    /// <summary>What the privacy term counts beside the cross-entropy.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    /// <remarks>None: the device runs the same layers with other weights.</remarks>
    public sealed override long FlopsPerElement => 0;

    /// <inheritdoc/>
    public sealed override TrainingNeed Training => TrainingNeed.Weights;

    /// <inheritdoc/>
    public sealed override DefenseLaw Law => new TrainedLaw(Weight);

    /// <inheritdoc/>
    public sealed override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public sealed override void Apply(Span<float> values, in MessageContext message)
    {
        // The defence lies in the weights that made these values.
    }

    private protected static NumberForm FormOf(string name, string example, Func<double, DefenseStep> create) => new(name, $"{name} WEIGHT")
    {
        Label = name,
        Quantity = "weight",
        Expected = $"expected {name} WEIGHT, such as {name} {example}, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        NotAPercentage = "is a weight in the training loss",
        AtCutOnly = true,
        Create = (weight, _) => create(weight),
    };
}
