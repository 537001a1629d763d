namespace Fleet.Models.Defenses;

/// <summary>A defence that lies in the weights: they are trained with a further term in the loss.</summary>
public abstract record TrainedDefense : DefenseStep
{
    /// <summary>Training with one weight of the term.</summary>
    /// <param name="name">The name in canonical form.</param>
    /// <param name="weight">What the term counts beside the cross-entropy in nats, in (0, 10^6].</param>
    protected TrainedDefense(string name, double weight)
        : base(name, CheckedScale(weight, nameof(weight)), DefensePlace.Activation) => Weight = weight;

    /// <summary>What the term counts beside the cross-entropy.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    /// <remarks>None: the device runs the same layers with other weights.</remarks>
    public override long FlopsPerElement => 0;

    /// <inheritdoc/>
    public override TrainingNeed Training => TrainingNeed.Weights;

    /// <inheritdoc/>
    public override DefenseLaw Law => new TrainedLaw(Weight);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        // The defence lies in the weights that made these values.
    }
}
