using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Fleet.Models.Attacks.Cases;

/// <summary>The settings that users can give attacks, by their keys, and settings as text.</summary>
public static class AttackSettings
{
    /// <summary>Steps of the optimiser.</summary>
    public const string Iterations = "iterations";

    /// <summary>The step of the optimiser.</summary>
    public const string LearningRate = "learning-rate";

    /// <summary>The form of the total variation.</summary>
    public const string Tv = "tv";

    /// <summary>The weight of the total variation.</summary>
    public const string TvWeight = "tv-weight";

    /// <summary>Steps of the attacker's training.</summary>
    public const string TrainingSteps = "training-steps";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>All of them as JSON, for scripts.</summary>
    public static JsonObject ToJson(IAttackSettings settings) =>
        JsonSerializer.SerializeToNode(settings, settings.GetType(), Json)!.AsObject();

    /// <summary>The settings that a user gave, as they would be written: <c>{iterations: 2000, tv-weight: 0.01}</c>; empty if none.</summary>
    public static string Given(AttackSpec attack)
    {
        string[] given =
        [
            .. Setting(Iterations, attack.Iterations),
            .. Setting(LearningRate, attack.LearningRate),
            .. Setting(Tv, attack.TvForm is { } form ? $"{{form: {TotalVariationForms.NameOf(form)}}}" : null),
            .. Setting(TvWeight, attack.TvWeight),
            .. Setting(TrainingSteps, attack.TrainingSteps),
        ];
        return given.Length == 0 ? "" : $"{{{string.Join(", ", given)}}}";

        static IEnumerable<string> Setting(string name, IConvertible? value) =>
            value is null ? [] : [$"{name}: {value.ToString(CultureInfo.InvariantCulture)}"];
    }
}
