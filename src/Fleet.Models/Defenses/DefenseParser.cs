using System.Globalization;
using Fleet.Models.Text;

namespace Fleet.Models.Defenses;

/// <summary>Reads defences as people write them.</summary>
internal static class DefenseParser
{
    /// <summary>The forms that are expected, for a message.</summary>
    internal const string Forms =
        "expected none, gaussian SIGMA, laplace B, dropout RATE, dropout RATE rescaled, quantize BITS bit, top-k SHARE, permute, "
        + "mask SHARE, clip RADIUS, dp epsilon E delta D clip RADIUS, shredder POWER, nopeek WEIGHT or adversarial WEIGHT; some "
        + "take \"on input\" to act there and not on the activation; several are joined by +";

    private static readonly string[] Names =
    [
        .. DefenseForms.All.Select(form => form.Name),
        Dropout.RescaledName, ChannelPermutation.CanonicalName, PrivacyBudget.Name, DefenseChain.NoneName,
    ];

    private static readonly string[] Places = ["input", "activation"];

    public static bool TryParse(string text, out DefenseChain chain, out string problem)
    {
        chain = DefenseChain.None;
        problem = "";
        List<List<string>> stepTokens = DefenseTokens.OfSteps(text);
        if (stepTokens is [[DefenseChain.NoneName]])
        {
            return true;
        }

        var steps = new List<DefenseStep>();
        foreach (List<string> tokens in stepTokens)
        {
            IReadOnlyList<DefenseStep> read = Step(tokens, out problem);
            if (problem.Length > 0)
            {
                return false;
            }

            steps.AddRange(read);
        }

        if (steps.GroupBy(step => step.Place).Any(atPlace => atPlace.Count() > DefenseChain.MaxStepsAtPlace))
        {
            problem = $"The defence has too many steps; expected at most {DefenseChain.MaxStepsAtPlace} at one place.";
            return false;
        }

        chain = new DefenseChain(steps);
        return true;
    }

    /// <summary>Reads a number as the tokens hold it.</summary>
    internal static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static IReadOnlyList<DefenseStep> Step(List<string> tokens, out string problem)
    {
        problem = tokens.Count == 0 ? $"A defence is missing; {Forms}."
            : tokens[0] == DefenseChain.NoneName ? $"\"none\" stands alone; {Forms}."
            : !Names.Contains(tokens[0], StringComparer.Ordinal) ? $"\"{tokens[0]}\" is not a defence{Suggestion(tokens[0], Names)}; {Forms}."
            : "";
        if (problem.Length > 0)
        {
            return [];
        }

        if (tokens[0] == PrivacyBudget.Name)
        {
            return PrivacyBudget.Read(tokens, out problem);
        }

        if (!TryParts(tokens, out StepParts parts, out problem))
        {
            return [];
        }

        if (tokens[0] == ChannelPermutation.CanonicalName)
        {
            return Permutation(parts, out problem);
        }

        DefenseForm form = DefenseForms.All.First(form => form.Name == (parts.Rescaled && tokens[0] == Dropout.RescaledName ? Dropout.CanonicalName : tokens[0]));
        return OfOneNumber(form, parts, out problem) is { } step ? [step] : [];
    }

    /// <summary>Collects what follows the name; number, "rescaled" and place may come in any order, each once.</summary>
    private static bool TryParts(List<string> tokens, out StepParts parts, out string problem)
    {
        string? unit = DefenseForms.All.FirstOrDefault(form => form.Name == tokens[0])?.Unit;
        parts = new StepParts(Number: null, Percent: false, Rescaled: tokens[0] == Dropout.RescaledName, Place: null);
        for (int i = 1; i < tokens.Count; i++)
        {
            string token = tokens[i];
            bool followsNumber = DefenseTokens.IsNumber(tokens[i - 1]);
            if (parts.Number is null && DefenseTokens.IsNumber(token))
            {
                parts = parts with { Number = token };
            }
            else if (token is "%" or "percent" && followsNumber)
            {
                parts = parts with { Percent = true };
            }
            else if (unit is not null && followsNumber && (token == unit || token == unit + "s"))
            {
                continue;
            }
            else if (token == "rescaled" && !parts.Rescaled)
            {
                parts = parts with { Rescaled = true };
            }
            else if (token is "@" or "on" or "at" && parts.Place is null)
            {
                i += i + 1 < tokens.Count && tokens[i + 1] == "the" ? 2 : 1;
                string place = i < tokens.Count ? tokens[i] : "";
                if (!Places.Contains(place, StringComparer.Ordinal))
                {
                    problem = $"\"{place}\" is not a place for a defence{Suggestion(place, Places)}; expected on input or on activation.";
                    return false;
                }

                parts = parts with { Place = place == Places[0] ? DefensePlace.Input : DefensePlace.Activation };
            }
            else
            {
                problem = $"\"{token}\" is not understood in the defence \"{string.Join(' ', tokens)}\"; {Forms}.";
                return false;
            }
        }

        problem = "";
        return true;
    }

    private static IReadOnlyList<DefenseStep> Permutation(StepParts parts, out string problem)
    {
        problem = parts.Number is not null || parts.Rescaled ? "A permutation takes no number; expected permute."
            : parts.Place == DefensePlace.Input ? "The defence permute acts on the activation only; expected permute."
            : "";
        return problem.Length == 0 ? [new ChannelPermutation()] : [];
    }

    private static DefenseStep? OfOneNumber(DefenseForm form, StepParts parts, out string problem)
    {
        bool isDropout = form.Name == Dropout.CanonicalName;
        double value = form.Default ?? 0;
        string written = $"{parts.Number}{(parts.Percent ? " %" : "")}";
        problem = parts.Number is null && form.Default is null ? $"The {form.Label} has no {form.Quantity}; {form.Form}."
            : parts.Rescaled && !isDropout ? $"Only dropout can be rescaled, not {form.Name}; {form.Form}."
            : parts.Percent && form.NotAPercentage is { } reason ? $"The {form.Quantity} of {form.Label} {reason}, not a percentage; {form.Form}."
            : parts.Number is not null && !(TryShare(parts, out value) && form.IsValid(value)) ? $"{written} is no {form.Quantity} for {form.Label}; {form.Form}."
            : parts.Place == DefensePlace.Input && form.AtCutOnly ? $"The defence {form.Name} acts on the activation only; {form.Form}."
            : "";
        DefensePlace place = parts.Place ?? DefensePlace.Activation;
        return problem.Length > 0 ? null
            : isDropout ? new Dropout(value, parts.Rescaled, place)
            : form.Create(value, place);
    }

    /// <summary>The number. The exponent, unlike a division by 100, gives the one nearest to a written percentage.</summary>
    private static bool TryShare(StepParts parts, out double value) =>
        TryNumber(parts.Percent ? $"{parts.Number}e-2" : parts.Number!, out value);

    private static string Suggestion(string written, IEnumerable<string> valid) =>
        NearestName.Find(written, valid) is { } nearest ? $", perhaps \"{nearest}\"" : "";

    private sealed record StepParts(string? Number, bool Percent, bool Rescaled, DefensePlace? Place);
}
