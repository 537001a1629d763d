namespace Fleet.Models.Defenses;

/// <summary>A dummy: flips the sign of each element with a probability.</summary>
public sealed record SignFlips : DefenseStep
{
    /// <summary>Flips of one rate.</summary>
    /// <param name="rate">The probability, in [0, 1).</param>
    /// <param name="place">Where it acts.</param>
    public SignFlips(double rate, DefensePlace place)
        : base("flip", rate, place) => Rate = rate;

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new("flip", "flip RATE")
    {
        Label = "sign flips",
        Quantity = "rate",
        Expected = "expected flip RATE with a rate of at least 0 and less than 1, such as flip 10 %",
        IsValid = IsRate,
        Create = (rate, place) => new SignFlips(rate, place),
    };

    /// <summary>The probability.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override long FlopsPerElement => DefenseCost.RandomWord + 2;

    /// <inheritdoc/>
    public override DefenseLaw Law => new SignFlipLaw(Rate);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override double? NormBound(double? before) => before;

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        Randomness.CounterRandom random = message.Noise();
        foreach (ref float value in values)
        {
            value = random.NextDouble() < Rate ? -value : value;
        }
    }
}

/// <summary>Each element has the opposite sign with a probability.</summary>
/// <param name="Rate">The probability.</param>
public sealed record SignFlipLaw(double Rate) : DefenseLaw;
