using System.Globalization;

namespace Fleet.Models.Defenses;

/// <summary>A defence that people write as its name and one number.</summary>
/// <param name="Name">The canonical name.</param>
/// <param name="Label">What it is called in a sentence.</param>
/// <param name="Quantity">What the number is.</param>
/// <param name="Form">The form that is expected, with an example.</param>
/// <param name="IsValid">Whether a number is in range.</param>
/// <param name="Create">Makes the step.</param>
internal sealed record DefenseForm(
    string Name, string Label, string Quantity, string Form, Func<double, bool> IsValid, Func<double, DefensePlace, DefenseStep> Create)
{
    /// <summary>Why a percentage makes no sense, or null if the number is a share.</summary>
    public string? NotAPercentage { get; init; }

    /// <summary>The number where none is written, or null if one must be.</summary>
    public double? Default { get; init; }

    /// <summary>Whether it can only act where the network is cut.</summary>
    public bool AtCutOnly { get; init; }

    /// <summary>A word that may follow the number.</summary>
    public string? Unit { get; init; }
}

/// <summary>The defences of one number, as people write them.</summary>
internal static class DefenseForms
{
    private const string Normalised = "is a number in normalised units";
    private const string Weight = "is a weight in the training loss";

    private static readonly string MaxScale = string.Create(CultureInfo.InvariantCulture, $"greater than 0 and at most {DefenseStep.MaxScale}");

    /// <summary>All of them; rescaled dropout is read with dropout.</summary>
    public static IReadOnlyList<DefenseForm> All { get; } =
    [
        new(GaussianNoise.CanonicalName, "gaussian noise", "scale", $"expected gaussian SIGMA, such as gaussian 0.8, {MaxScale}",
            DefenseStep.IsScale, (sigma, place) => new GaussianNoise(sigma, place)) { NotAPercentage = Normalised },
        new(LaplaceNoise.CanonicalName, "laplace noise", "scale", $"expected laplace B, such as laplace 0.5, {MaxScale}",
            DefenseStep.IsScale, (b, place) => new LaplaceNoise(b, place)) { NotAPercentage = Normalised },
        new(Dropout.CanonicalName, "dropout", "rate",
            "expected dropout RATE with a rate of at least 0 and less than 1, such as dropout 0.3 or dropout 30 %",
            DefenseStep.IsRate, (rate, place) => new Dropout(rate, place: place)),
        new(Quantization.CanonicalName, "quantize", "number of bits", $"expected quantize BITS bit with 1 to {Quantization.MaxBits} bits, such as quantize 8 bit",
            Quantization.IsBits, (bits, place) => new Quantization((int)bits, place)) { NotAPercentage = "is a whole number", Unit = "bit" },
        new(TopK.CanonicalName, "top-k", "share", "expected top-k SHARE with a share greater than 0 and at most 1, such as top-k 0.1 or top-k 10 %",
            TopK.IsShare, (share, place) => new TopK(share, place)),
        new(ChannelMask.CanonicalName, "mask", "share", "expected mask SHARE with a share of at least 0 and less than 1, such as mask 0.2 or mask 20 %",
            DefenseStep.IsRate, (share, _) => new ChannelMask(share)) { AtCutOnly = true },
        new(NormClip.CanonicalName, "clip", "radius", $"expected clip RADIUS, such as clip 5, {MaxScale}",
            DefenseStep.IsScale, (radius, place) => new NormClip(radius, place)) { NotAPercentage = Normalised },
        new(ShredderNoise.CanonicalName, "shredder", "power", $"expected shredder or shredder POWER, such as shredder 1, {MaxScale}",
            DefenseStep.IsScale, (power, _) => new ShredderNoise(power)) { AtCutOnly = true, Default = ShredderNoise.DefaultPower },
        new(NoPeek.CanonicalName, "nopeek", "weight", $"expected nopeek WEIGHT, such as nopeek 0.5, {MaxScale}",
            DefenseStep.IsScale, (weight, _) => new NoPeek(weight)) { AtCutOnly = true, NotAPercentage = Weight },
        new(AdversarialTraining.CanonicalName, "adversarial", "weight", $"expected adversarial WEIGHT, such as adversarial 0.3, {MaxScale}",
            DefenseStep.IsScale, (weight, _) => new AdversarialTraining(weight)) { AtCutOnly = true, NotAPercentage = Weight },
    ];
}
