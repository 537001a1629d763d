using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fleet.Models.Attacks;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks.Cases;

/// <summary>The settings of attacks: those that a user gives, and the defaults for all others.</summary>
public static class AttackSettings
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Every setting of an attack at a split point.</summary>
    /// <param name="given">The attack and what is given of its settings; its case is known.</param>
    /// <param name="network">The attacked network.</param>
    /// <param name="split">The split point.</param>
    /// <param name="seed">The key of whatever the attacker draws.</param>
    public static IAttackSettings Resolve(AttackSpec given, NetworkSpec network, string split, ulong seed) => given.Name switch
    {
        RmleAttack.CanonicalName => Rmle(given, network, split),
        LikelihoodAttack.CanonicalName => Likelihood(given, seed),
        InverseNetworkAttack.CanonicalName => Inverse(given, seed),
        ShadowRmleAttack.CanonicalName => Shadow(given, AttackCases.Find(given.Name, given.Case).Structure!(network, split), seed),
        UnSplitAttack.CanonicalName => new UnSplitSettings { Seed = seed },
        LearnedPriorAttack.CanonicalName => Prior(given, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(given), given.Name, "There is no such attack."),
    };

    /// <summary>All of them as JSON, for scripts.</summary>
    public static JsonObject ToJson(IAttackSettings settings) =>
        JsonSerializer.SerializeToNode(settings, settings.GetType(), Json)!.AsObject();

    /// <summary>The settings that a user gave, as they would be written: <c>{iterations: 2000, tv-weight: 0.01}</c>; empty if none.</summary>
    public static string Given(AttackSpec attack)
    {
        string[] given =
        [
            .. Setting("iterations", attack.Iterations),
            .. Setting("learning-rate", attack.LearningRate),
            .. Setting("tv", attack.TvForm is { } form ? $"{{form: {TotalVariationForms.NameOf(form)}}}" : null),
            .. Setting("tv-weight", attack.TvWeight),
            .. Setting("training-steps", attack.TrainingSteps),
        ];
        return given.Length == 0 ? "" : $"{{{string.Join(", ", given)}}}";

        static IEnumerable<string> Setting(string name, IConvertible? value) =>
            value is null ? [] : [$"{name}: {value.ToString(CultureInfo.InvariantCulture)}"];
    }

    /// <summary>The default settings of one of the papers' attacks in words: one line without a full stop.</summary>
    /// <param name="attack">The name of the attack.</param>
    public static string Describe(string attack) => attack switch
    {
        RmleAttack.CanonicalName => RmleDefaults.Rule,
        InverseNetworkAttack.CanonicalName => Describe(new InverseNetworkSettings()),
        ShadowRmleAttack.CanonicalName => Describe(new ShadowRmleSettings()),
        _ => throw new ArgumentOutOfRangeException(nameof(attack), attack, "The papers have no such attack."),
    };

    private static string Describe(InverseNetworkSettings inverse) => string.Create(
        CultureInfo.InvariantCulture, $"{Describe(inverse.Fit)}, {inverse.Width} channels at the picture's size");

    private static string Describe(ShadowRmleSettings shadow) => string.Create(
        CultureInfo.InvariantCulture,
        $"with queries one model, {Describe(shadow.Fit)}; without, the mean of {shadow.QueryFreeModels}, each {Describe(shadow.QueryFreeFit)}, the first layer from {shadow.QueryFreeScale} of the usual initial weights, errors taken as {shadow.QueryFreeError} of the mean square; then rmle, {RmleDefaults.FixedRule}");

    private static string Describe(FitSettings fit) => string.Create(
        CultureInfo.InvariantCulture, $"{fit.Steps:N0} steps of {fit.BatchSize} at a rate from {fit.LearningRate} down to 0");

    private static RmleSettings Rmle(AttackSpec attack, NetworkSpec network, string split)
    {
        // The default weight depends on the form: a weight of one means nothing in the other. A weight that is given stays.
        TotalVariationForm form = attack.TvForm ?? new RmleSettings().Tv;
        RmleSettings defaults = attack.TvWeight is { } weight
            ? RmleDefaults.Fixed(network, split, form) with { TvWeight = weight }
            : RmleDefaults.For(network, split, form);
        return defaults with
        {
            Iterations = attack.Iterations ?? defaults.Iterations,
            LearningRate = attack.LearningRate ?? defaults.LearningRate,
        };
    }

    private static LikelihoodSettings Likelihood(AttackSpec attack, ulong seed)
    {
        var defaults = new LikelihoodSettings { Seed = seed };
        return defaults with { Iterations = attack.Iterations ?? defaults.Iterations };
    }

    private static InverseNetworkSettings Inverse(AttackSpec attack, ulong seed)
    {
        var defaults = new InverseNetworkSettings { Seed = seed };
        return defaults with { Fit = Steps(attack, defaults.Fit) };
    }

    private static ShadowRmleSettings Shadow(AttackSpec attack, NetworkSpec standIn, ulong seed)
    {
        var defaults = new ShadowRmleSettings { Seed = seed };
        return defaults with
        {
            Fit = Steps(attack, defaults.Fit),
            QueryFreeFit = Steps(attack, defaults.QueryFreeFit),
            Rmle = ShadowRmleSettings.RmleFor(standIn),
        };
    }

    private static LearnedPriorSettings Prior(AttackSpec attack, ulong seed)
    {
        var defaults = new LearnedPriorSettings { Seed = seed };
        return defaults with { Fit = Steps(attack, defaults.Fit), Iterations = attack.Iterations ?? defaults.Iterations };
    }

    private static FitSettings Steps(AttackSpec attack, FitSettings defaults) =>
        defaults with { Steps = attack.TrainingSteps ?? defaults.Steps };
}
