using System.Globalization;
using Fleet.Models.Text;

namespace Fleet.Models.Defenses;

/// <summary>
/// Reads a privacy budget, such as "dp epsilon 1 delta 1e-5 clip 5 over 64": the clipping and the normal noise that keep
/// so many transmissions of one picture within it.
/// </summary>
internal sealed record PrivacyBudget() : DefenseForm("dp", "dp epsilon E delta D clip RADIUS")
{
    private const string Expected =
        "expected dp epsilon E delta D clip RADIUS, and \"over N\" if one picture is sent N times, such as dp epsilon 1 delta 1e-5 clip 5 over 64";

    private const int Digits = 9;
    private static readonly string[] Keys = ["epsilon", "delta", "clip", "over"];

    /// <summary>The form.</summary>
    public static PrivacyBudget Form { get; } = new();

    public override IReadOnlyList<DefenseStep> Read(IReadOnlyList<string> words, string known, out string problem)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 1; i < words.Count; i += 2)
        {
            string key = words[i];
            if (!Keys.Contains(key, StringComparer.Ordinal))
            {
                problem = $"\"{key}\" is no part of a privacy budget{NearestName.Suggestion(key, Keys)}; {Expected}.";
                return [];
            }

            if (i + 1 >= words.Count || !DefenseTokens.TryNumber(words[i + 1], out double value) || !values.TryAdd(key, value))
            {
                problem = $"The privacy budget needs one number after {key}; {Expected}.";
                return [];
            }
        }

        return Steps(values, out problem);
    }

    private static IReadOnlyList<DefenseStep> Steps(Dictionary<string, double> values, out string problem)
    {
        double Value(string key, double missing = double.NaN) => values.GetValueOrDefault(key, missing);
        (double epsilon, double delta, double clip, double over) = (Value("epsilon"), Value("delta"), Value("clip"), Value("over", 1));
        problem = !DefenseStep.IsScale(epsilon) ? string.Create(CultureInfo.InvariantCulture, $"A privacy budget has an epsilon greater than 0 and at most {DefenseStep.MaxScale}; {Expected}.")
            : delta is not (> 0 and < 1) ? $"A privacy budget has a delta between 0 and 1; {Expected}."
            : !DefenseStep.IsScale(clip) ? string.Create(CultureInfo.InvariantCulture, $"A privacy budget has a clipping radius greater than 0 and at most {DefenseStep.MaxScale}; {Expected}.")
            : !(DefenseStep.IsScale(over) && double.IsInteger(over)) ? string.Create(CultureInfo.InvariantCulture, $"The number of transmissions is a whole number from 1 to {DefenseStep.MaxScale}; {Expected}.")
            : "";
        if (problem.Length > 0)
        {
            return [];
        }

        double sigma = RoundedUp(GaussianPrivacy.Sigma(epsilon, delta, 2 * clip, (long)over));
        problem = DefenseStep.IsScale(sigma) ? "" : string.Create(CultureInfo.InvariantCulture, $"The privacy budget needs noise of {sigma}, more than {DefenseStep.MaxScale}; {Expected}.");
        return problem.Length == 0 ? [new NormClip(clip), new GaussianNoise(sigma)] : [];
    }

    /// <summary>To nine digits, upwards: the budget holds, and the last bits of a machine's library do not show.</summary>
    private static double RoundedUp(double sigma)
    {
        double padded = sigma * (1 + 1e-8);
        return double.Parse(padded.ToString($"E{Digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
