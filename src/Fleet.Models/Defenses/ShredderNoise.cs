using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>
/// Adds one of a few noise tensors that were learned to disturb the classes little (Mireshghallah, Taram, Ramrakhyani,
/// Jalali, Tullsen, Esmaeilzadeh, "Shredder: Learning Noise Distributions to Protect Inference Privacy", ASPLOS 2020).
/// </summary>
/// <remarks>
/// The tensors start as Laplace noise. Where Shredder weighs the noise's magnitude against the loss, here its power is held
/// at the stated ratio while the loss is minimised, so that settings compare at equal noise.
/// </remarks>
public sealed record ShredderNoise : DefenseStep
{
    internal const string CanonicalName = "shredder";

    /// <summary>How many tensors are learned; one of them, drawn for each message, is added.</summary>
    public const int Tensors = 8;

    /// <summary>The power where none is stated: as much noise as signal.</summary>
    internal const double DefaultPower = 1;

    private readonly LearnedNoise? _noise;

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "shredder POWER")
    {
        Label = "shredder",
        Quantity = "power",
        Expected = $"expected shredder or shredder POWER, such as shredder 1, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        AtCutOnly = true,
        Default = DefaultPower,
        Create = (power, _) => new ShredderNoise(power),
    };

    /// <summary>Learned noise of one power, not learned yet.</summary>
    /// <param name="power">The mean square of the noise over that of the undefended activation, in (0, 10^6].</param>
    public ShredderNoise(double power = DefaultPower)
        : base(CanonicalName, CheckedScale(power, nameof(power)), DefensePlace.Activation) => Power = power;

    private ShredderNoise(ShredderNoise unlearned, LearnedNoise noise)
        : base(unlearned)
    {
        Power = unlearned.Power;
        _noise = noise;
    }

    /// <summary>The mean square of the noise over that of the undefended activation.</summary>
    public double Power { get; }

    /// <inheritdoc/>
    /// <remarks>An addition. The choice of the tensor is one draw a message and left out.</remarks>
    public override long FlopsPerElement => 1;

    /// <inheritdoc/>
    public override TrainingNeed Training => TrainingNeed.Noise;

    /// <inheritdoc/>
    public override DefenseLaw Law => new NoiseBankLaw(Power, Tensors);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <summary>The tensors, or null as long as they are not learned.</summary>
    public LearnedNoise? Noise => _noise;

    /// <inheritdoc/>
    /// <remarks>All tensors.</remarks>
    public override long MemoryBytes(TensorShape shape) => Tensors * (long)shape.Elements * sizeof(float);

    /// <inheritdoc/>
    public bool Equals(ShredderNoise? other) => other is not null && string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Canonical);

    /// <summary>The same defence, ready to act.</summary>
    internal ShredderNoise With(LearnedNoise noise) => new(this, noise);

    /// <inheritdoc/>
    public override WireFormat Encode(WireFormat format) => format.AsDense();

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        LearnedNoise noise = _noise
            ?? throw new InvalidOperationException($"The noise of {Canonical} is not learned yet: ask the store of defended networks for it.");
        if (noise.Shape.Elements != values.Length)
        {
            throw new ArgumentException($"The noise was learned for {noise.Shape}, not for {message.Shape}.", nameof(message));
        }

        CounterRandom random = message.Noise();
        ReadOnlySpan<float> tensor = noise.Tensors[random.Next(noise.Tensors.Count)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += tensor[i];
        }
    }
}
