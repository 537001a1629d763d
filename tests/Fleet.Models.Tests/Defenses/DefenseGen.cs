using CsCheck;
using Fleet.Models.Defenses;

namespace Fleet.Models.Tests.Defenses;

/// <summary>Random defences for properties.</summary>
internal static class DefenseGen
{
    public static Gen<DefensePlace> Place { get; } = Gen.Enum<DefensePlace>();

    public static Gen<DefenseStep> Step { get; } = Gen.OneOf(
        Gen.Select(Scale, Place, (sigma, place) => (DefenseStep)new GaussianNoise(sigma, place)),
        Gen.Select(Scale, Place, (b, place) => (DefenseStep)new LaplaceNoise(b, place)),
        Gen.Select(Rate, Gen.Bool, Place, (rate, rescaled, place) => (DefenseStep)new Dropout(rate, rescaled, place)),
        Gen.Select(Gen.Int[1, Quantization.MaxBits], Place, (bits, place) => (DefenseStep)new Quantization(bits, place)),
        Gen.Select(Rate, Place, (rate, place) => (DefenseStep)new TopK(1 - rate, place)),
        Rate.Select(rate => (DefenseStep)new ChannelMask(rate)),
        Gen.Select(Scale, Place, (radius, place) => (DefenseStep)new NormClip(radius, place)),
        Gen.Const((DefenseStep)new ChannelPermutation()));

    /// <summary>Defences that must learn something before they can act.</summary>
    public static Gen<DefenseStep> Learning { get; } = Gen.OneOf(
        Scale.Select(power => (DefenseStep)new ShredderNoise(power)),
        Scale.Select(weight => (DefenseStep)new NoPeek(weight)),
        Scale.Select(weight => (DefenseStep)new AdversarialTraining(weight)));

    /// <summary>Chains of any defences, learned ones too.</summary>
    public static Gen<DefenseChain> AnyChain { get; } = Gen.OneOf(Step, Learning).Array[0, 4].Select(steps => new DefenseChain(steps));

    public static Gen<DefenseChain> Chain { get; } = Step.Array[0, 4].Select(steps => new DefenseChain(steps));

    // Round and awkward numbers, very small and very large ones.
    public static Gen<double> Scale => Gen.OneOf(Gen.Double[1e-12, 1e6], Gen.Double[1e-3, 2], Gen.Int[1, 1000].Select(n => n / 100.0));

    public static Gen<double> Rate => Gen.OneOf(Gen.Double[0, 0.999999], Gen.Int[0, 99].Select(n => n / 100.0));
}
