using System.Globalization;

namespace Fleet.Models.Defenses;

/// <summary>Reads defences as people write them.</summary>
internal static class DefenseParser
{
    private const string Forms =
        "expected none, gaussian SIGMA, laplace B, dropout RATE or dropout RATE rescaled, each with \"on input\" if it "
        + "does not act on the activation, several joined by +";

    private const string DropoutForm = "expected dropout RATE with a rate of at least 0 and less than 1, such as dropout 0.3 or dropout 30 %";

    private static readonly string[] Names =
        [GaussianNoise.CanonicalName, LaplaceNoise.CanonicalName, Dropout.CanonicalName, Dropout.RescaledName];

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
            if (!TryParseStep(tokens, out DefenseStep? step, out problem))
            {
                return false;
            }

            steps.Add(step!);
        }

        if (steps.GroupBy(step => step.Place).Any(atPlace => atPlace.Count() > DefenseChain.MaxStepsAtPlace))
        {
            problem = $"The defence has too many steps; expected at most {DefenseChain.MaxStepsAtPlace} at one place.";
            return false;
        }

        chain = new DefenseChain(steps);
        return true;
    }

    private static bool TryParseStep(List<string> tokens, out DefenseStep? step, out string problem)
    {
        step = null;
        problem = tokens.Count == 0 ? $"A defence is missing; {Forms}."
            : tokens[0] == DefenseChain.NoneName ? $"\"none\" stands alone; {Forms}."
            : !Names.Contains(tokens[0], StringComparer.Ordinal)
                ? $"\"{tokens[0]}\" is not a defence{Suggestion(tokens[0], [.. Names, DefenseChain.NoneName])}; {Forms}."
            : "";
        if (problem.Length > 0 || !TryParseParts(tokens, out StepParts parts, out problem))
        {
            return false;
        }

        step = parts.Name switch
        {
            GaussianNoise.CanonicalName => ParseNoise(parts, "expected gaussian SIGMA, such as gaussian 0.8", (sigma, place) => new GaussianNoise(sigma, place), out problem),
            LaplaceNoise.CanonicalName => ParseNoise(parts, "expected laplace B, such as laplace 0.5", (b, place) => new LaplaceNoise(b, place), out problem),
            _ => ParseDropout(parts, out problem),
        };
        return step is not null;
    }

    /// <summary>Collects what follows the name; number, "rescaled" and place may come in any order, each once.</summary>
    private static bool TryParseParts(List<string> tokens, out StepParts parts, out string problem)
    {
        parts = new StepParts(tokens[0], Number: null, Percent: false, Rescaled: tokens[0] == Dropout.RescaledName, Place: null);
        for (int i = 1; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (parts.Number is null && DefenseTokens.IsNumber(token))
            {
                parts = parts with { Number = token };
            }
            else if (token is "%" or "percent" && DefenseTokens.IsNumber(tokens[i - 1]))
            {
                parts = parts with { Percent = true };
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

    private static Dropout? ParseDropout(StepParts parts, out string problem)
    {
        if (parts.Number is null)
        {
            problem = $"The dropout has no rate; {DropoutForm}.";
            return null;
        }

        // The exponent, unlike a division by 100, gives the number nearest to what was written.
        if (!TryParseNumber(parts.Percent ? $"{parts.Number}e-2" : parts.Number, out double rate) || !DefenseStep.IsRate(rate))
        {
            problem = $"{parts.Number}{(parts.Percent ? " %" : "")} is no dropout rate; {DropoutForm}.";
            return null;
        }

        problem = "";
        return new Dropout(rate, parts.Rescaled, parts.Place ?? DefensePlace.Activation);
    }

    private static DefenseStep? ParseNoise(
        StepParts parts, string form, Func<double, DefensePlace, DefenseStep> create, out string problem)
    {
        double scale = 0;
        problem = parts.Number is null ? $"The {parts.Name} noise has no scale; {form}."
            : parts.Rescaled ? $"Only dropout can be rescaled, not {parts.Name}; {form}."
            : parts.Percent ? $"The scale of {parts.Name} noise is a number in normalised units, not a percentage; {form}."
            : !TryParseNumber(parts.Number, out scale) || !DefenseStep.IsScale(scale)
                ? $"{parts.Number} is no scale for {parts.Name} noise; {form}, greater than 0 and at most {DefenseStep.MaxScale}."
            : "";
        return problem.Length == 0 ? create(scale, parts.Place ?? DefensePlace.Activation) : null;
    }

    private static string Suggestion(string written, IEnumerable<string> valid) =>
        NearestName.Find(written, valid) is { } nearest ? $", perhaps \"{nearest}\"" : "";

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private sealed record StepParts(string Name, string? Number, bool Percent, bool Rescaled, DefensePlace? Place);
}
