using System.Globalization;

namespace Fleet.Host.Scenarios.Units;

/// <summary>Reads and writes numbers with units. Values are exact decimals in base units.</summary>
internal static class Quantity
{
    // A little below the range of decimals: the digits by which a double is written may lie above the decimal that it came from.
    private const decimal Largest = 7.9e28m;

    private const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;

    /// <summary>Reads <c>number [unit]</c>; the digits may be grouped by underscores (10_000), space before the unit is free.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">The kind of value.</param>
    /// <param name="value">The value in base units; a whole number for counts.</param>
    /// <param name="problem">What is wrong if nothing could be read; otherwise null.</param>
    public static bool TryParse(string text, QuantityKind kind, out decimal value, out QuantityProblem? problem)
    {
        string trimmed = text.Trim();
        int end = NumberLength(trimmed);
        string unitText = trimmed[end..].Trim();
        value = 0;
        if (!TryParseNumber(trimmed[..end], out decimal number))
        {
            problem = end > 0 && IsTooLarge(trimmed[..end])
                ? new($"'{text}' is too large; expected {kind.Expected}.")
                : new($"'{text}' does not begin with a number; expected {kind.Expected}.");
            return false;
        }

        if (unitText.Length == 0)
        {
            value = NotMinusZero(number);
            problem = kind.BareAllowed || number == 0 ? null : new($"'{text}' has no unit; expected {kind.Expected}.");
            return problem is null && TryFinish(text, kind, value, out problem);
        }

        if (kind.AllUnits.FirstOrDefault(u => u.Symbol == unitText) is not { } unit)
        {
            problem = UnknownUnit(text, unitText, kind);
            return false;
        }

        try
        {
            value = NotMinusZero(unit.ToBase(number));
        }
        catch (OverflowException)
        {
            problem = new($"'{text}' is too large; expected {kind.Expected}.");
            return false;
        }

        return TryFinish(text, kind, value, out problem);
    }

    /// <summary>The double nearest to a decimal: the framework's own conversion can be off by one unit in the last place.</summary>
    public static double ToDouble(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>
    /// Finds the nearest number that <see cref="Canonical"/> keeps: decimals have 28 places. Only what was computed needs it, and of that
    /// only what is less than some 10^-11; what was read is kept as it is.
    /// </summary>
    /// <returns>Whether there is one: not of what is beyond the range of decimals.</returns>
    public static bool TryKeep(double value, out double kept)
    {
        bool inRange = Math.Abs(value) <= (double)Largest;
        kept = inRange ? ToDouble(decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), Style, CultureInfo.InvariantCulture)) : value;
        return inRange;
    }

    /// <summary>The value in its base unit with all its digits, so that reading it gives the same value.</summary>
    public static string Canonical(double value, QuantityKind kind) =>
        value.ToString("R", CultureInfo.InvariantCulture) + Suffix(kind.BaseUnit);

    /// <summary>
    /// The value to at most 4 significant digits, in the largest unit in which these are exact, else in the largest that
    /// leaves at least 1 before the point.
    /// </summary>
    public static string Readable(double value, QuantityKind kind)
    {
        Unit[] fitting = [.. kind.Units.Where(u => (double)u.ToBase(1) <= Math.Abs(value))];
        Unit? unit = Array.FindLast(fitting, u => IsExact(value / (double)u.ToBase(1)))
            ?? (fitting.Length > 0 ? fitting[^1] : kind.Units.Count > 0 ? kind.Units[0] : null);
        double shown = unit is null ? value : value / (double)unit.ToBase(1);
        return Rounded(shown) + Suffix(unit);
    }

    /// <summary>Decimals tell -0 from 0, by which it would be a negative number, or another scenario.</summary>
    private static decimal NotMinusZero(decimal value) => value == 0 ? 0 : value;

    private static string Rounded(double value) =>
        decimal.Parse(value.ToString("G4", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture);

    private static bool IsExact(double value) => Math.Abs(double.Parse(Rounded(value), CultureInfo.InvariantCulture) - value) <= 1e-12 * value;

    private static string Suffix(Unit? unit) => unit is null ? "" : unit.Symbol[0] == '/' ? unit.Symbol : " " + unit.Symbol;

    private static bool TryFinish(string text, QuantityKind kind, decimal value, out QuantityProblem? problem)
    {
        problem = Math.Abs(value) > Largest ? new($"'{text}' is too large; expected {kind.Expected}.")
            : kind == QuantityKind.Count && value != decimal.Truncate(value)
            ? new($"'{text}' is not whole; expected {kind.Expected}.")
            : null;
        return problem is null;
    }

    private static QuantityProblem UnknownUnit(string text, string unitText, QuantityKind kind)
    {
        if (kind.Units.Count == 0)
        {
            return new($"'{text}' has something behind its number ('{unitText}'); expected {kind.Expected}.");
        }

        string? meant = kind.AllUnits.FirstOrDefault(u => u.Mistaken.Contains(unitText))?.Symbol
            ?? kind.AllUnits.FirstOrDefault(u => string.Equals(u.Symbol, unitText, StringComparison.OrdinalIgnoreCase))?.Symbol
            ?? Models.Text.NearestName.Find(unitText, kind.AllUnits.Select(u => u.Symbol));
        return new($"'{unitText}' is not a unit of {kind.Name}; expected {kind.Expected}.", meant);
    }

    private static bool TryParseNumber(string text, out decimal number)
    {
        number = 0;
        bool grouped = text.Contains('_');
        bool wellGrouped = !grouped || (char.IsAsciiDigit(text[^1]) && !text.Contains("__", StringComparison.Ordinal) && char.IsAsciiDigit(text.TrimStart('-', '+')[0]));
        return wellGrouped && decimal.TryParse(text.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsTooLarge(string text) =>
        double.TryParse(text.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out double number)
        && Math.Abs(number) > (double)decimal.MaxValue / 10;

    /// <summary>How many characters of a text belong to its number: digits, underscores, one point, sign, exponent.</summary>
    private static int NumberLength(string text)
    {
        int i = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '_' or '.'))
        {
            i++;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            int exponent = i + 1 < text.Length && text[i + 1] is '-' or '+' ? i + 2 : i + 1;
            int end = exponent;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            i = end > exponent ? end : i;
        }

        return i;
    }
}

/// <summary>Why a text is not a value of its kind.</summary>
/// <param name="Message">What was found and what is expected.</param>
/// <param name="Nearest">The unit that was most likely meant, or null.</param>
internal sealed record QuantityProblem(string Message, string? Nearest = null);
