using System.Globalization;
using Fleet.Models.Text;

namespace Fleet.Models.Defenses;

/// <summary>A defence that people write as its name, at most one number, and where it acts, such as "dropout 30 % on input".</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Syntax">Name and number, as lists of all forms show it.</param>
public sealed record NumberForm(string Name, string Syntax) : DefenseForm(Name, Syntax)
{
    /// <summary>For <see cref="NotAPercentage"/>: the number is a scale or a norm.</summary>
    internal const string Normalised = "is a number in normalised units";

    /// <summary>For <see cref="NotAPercentage"/>: the number is a weight.</summary>
    internal const string LossWeight = "is a weight in the training loss";

    private static readonly string[] Places = ["input", "activation"];

    /// <summary>The range of scales, norms and weights, for <see cref="Expected"/>.</summary>
    public static string ScaleRange { get; } = string.Create(CultureInfo.InvariantCulture, $"greater than 0 and at most {DefenseStep.MaxScale}");

    /// <summary>What the defence is called in a sentence.</summary>
    public required string Label { get; init; }

    /// <summary>What the number is; null if the form takes none.</summary>
    public string? Quantity { get; init; }

    /// <summary>The form that messages expect, with an example and the range.</summary>
    public required string Expected { get; init; }

    /// <summary>Whether a number is in range.</summary>
    public Func<double, bool> IsValid { get; init; } = _ => true;

    /// <summary>Makes the step from the number, or 0 where there is none, and the place.</summary>
    public required Func<double, DefensePlace, DefenseStep> Create { get; init; }

    /// <summary>Why a percentage makes no sense; null if the number is a share.</summary>
    public string? NotAPercentage { get; init; }

    /// <summary>The number where none is written; null if one must be.</summary>
    public double? Default { get; init; }

    /// <summary>Whether it can only act where the network is cut.</summary>
    public bool AtCutOnly { get; init; }

    /// <summary>A word that may follow the number, in the singular.</summary>
    public string? Unit { get; init; }

    /// <summary>A word that asks for another form of the defence, made by <see cref="CreateVariant"/>; "-WORD" behind the name asks for it too.</summary>
    public string? Variant { get; init; }

    /// <summary>Makes the step of the <see cref="Variant"/>.</summary>
    public Func<double, DefensePlace, DefenseStep>? CreateVariant { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => Variant is null ? [Name] : [Name, VariantName];

    /// <inheritdoc/>
    public override bool TakesPlace => !AtCutOnly;

    private string VariantName => $"{Name}-{Variant}";

    /// <inheritdoc/>
    public override IReadOnlyList<DefenseStep> Read(IReadOnlyList<string> words, string known, out string problem)
    {
        if (!TryParts(words, known, out Parts parts, out problem))
        {
            return [];
        }

        double value = Default ?? 0;
        string written = $"{parts.Number}{(parts.Percent ? " %" : "")}";
        problem = parts.Number is not null && Quantity is null ? $"A {Label} takes no number; {Expected}."
            : parts.Number is null && Quantity is not null && Default is null ? $"The {Label} has no {Quantity}; {Expected}."
            : parts.Percent && NotAPercentage is { } reason ? $"The {Quantity} of {Label} {reason}, not a percentage; {Expected}."
            : parts.Number is not null && !(TryShare(parts, out value) && IsValid(value)) ? $"{written} is no {Quantity} for {Label}; {Expected}."
            : parts.Place == DefensePlace.Input && AtCutOnly ? $"The defence {Name} acts on the activation only; {Expected}."
            : "";
        return problem.Length > 0 ? [] : [(parts.IsVariant ? CreateVariant! : Create)(value, parts.Place ?? DefensePlace.Activation)];
    }

    /// <summary>Collects what follows the name; number, variant and place may come in any order, each once.</summary>
    private bool TryParts(IReadOnlyList<string> words, string known, out Parts parts, out string problem)
    {
        parts = new Parts(Number: null, Percent: false, IsVariant: words[0] != Name, Place: null);
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            bool followsNumber = DefenseTokens.IsNumber(words[i - 1]);
            if (parts.Number is null && DefenseTokens.IsNumber(word))
            {
                parts = parts with { Number = word };
            }
            else if (word is "%" or "percent" && followsNumber)
            {
                parts = parts with { Percent = true };
            }
            else if (Unit is not null && followsNumber && (word == Unit || word == Unit + "s"))
            {
                continue;
            }
            else if (word == Variant && !parts.IsVariant)
            {
                parts = parts with { IsVariant = true };
            }
            else if (word is "@" or "on" or "at" && parts.Place is null)
            {
                i += i + 1 < words.Count && words[i + 1] == "the" ? 2 : 1;
                string place = i < words.Count ? words[i] : "";
                if (!Places.Contains(place, StringComparer.Ordinal))
                {
                    problem = $"\"{place}\" is not a place for a defence{NearestName.Suggestion(place, Places)}; expected on input or on activation.";
                    return false;
                }

                parts = parts with { Place = place == Places[0] ? DefensePlace.Input : DefensePlace.Activation };
            }
            else
            {
                problem = $"\"{word}\" is not understood in the defence \"{string.Join(' ', words)}\"; {known}.";
                return false;
            }
        }

        problem = "";
        return true;
    }

    /// <summary>The number. The exponent, unlike a division by 100, gives the one nearest to a written percentage.</summary>
    private static bool TryShare(Parts parts, out double value) =>
        DefenseTokens.TryNumber(parts.Percent ? $"{parts.Number}e-2" : parts.Number!, out value);

    private sealed record Parts(string? Number, bool Percent, bool IsVariant, DefensePlace? Place);
}
