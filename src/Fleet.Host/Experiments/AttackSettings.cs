using System.Globalization;
using Fleet.Models.Attacks;

namespace Fleet.Host.Experiments;

/// <summary>The default settings of attacks, read from the settings themselves.</summary>
internal static class AttackSettings
{
    /// <summary>Every default of an attack on one line: another default gives another line.</summary>
    /// <param name="attack">The name of the attack.</param>
    public static string Canonical(string attack) => attack switch
    {
        RmleAttack.CanonicalName => $"{new RmleSettings()} {RmleDefaults.Rule}",
        LikelihoodAttack.CanonicalName => $"{new LikelihoodSettings()}",
        InverseNetworkAttack.CanonicalName => $"{new InverseNetworkSettings()}",
        ShadowRmleAttack.CanonicalName => $"{new ShadowRmleSettings()} {new RmleSettings()} {RmleDefaults.Rule}",
        UnSplitAttack.CanonicalName => $"{new UnSplitSettings()}",
        LearnedPriorAttack.CanonicalName => $"{new LearnedPriorSettings()}",
        _ => throw new ArgumentOutOfRangeException(nameof(attack), attack, "There is no such attack."),
    };

    /// <summary>The settings of one of the papers' attacks in words: one line without a full stop.</summary>
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
        $"with queries one model, {Describe(shadow.Fit)}; without, the mean of {shadow.QueryFreeModels}, each {Describe(shadow.QueryFreeFit)}, the first layer from {shadow.QueryFreeScale} of the usual initial weights, errors taken as {shadow.QueryFreeError} of the mean square; then rmle, {RmleDefaults.Rule}");

    private static string Describe(FitSettings fit) => string.Create(
        CultureInfo.InvariantCulture, $"{fit.Steps:N0} steps of {fit.BatchSize} at a rate from {fit.LearningRate} down to 0");
}
