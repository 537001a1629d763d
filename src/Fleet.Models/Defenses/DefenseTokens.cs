using System.Globalization;

namespace Fleet.Models.Defenses;

/// <summary>Cuts the text of a chain of defences into words, numbers and signs.</summary>
internal static class DefenseTokens
{
    /// <summary>Reads a number as the tokens hold it.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>
    /// The tokens of each step, in order: words (letters and inner hyphens, in lower case), numbers, and any other sign
    /// alone. Blanks, colons and equals signs only separate; a plus sign that is not part of a number ends a step.
    /// </summary>
    public static List<List<string>> OfSteps(string text)
    {
        var steps = new List<List<string>> { new() };
        int i = 0;
        while (i < text.Length)
        {
            int start = i;
            char c = text[i];
            if (char.IsAsciiLetter(c))
            {
                i = EndOfWord(text, i);
            }
            else if (StartsNumber(text, i))
            {
                i = EndOfNumber(text, i);
            }
            else
            {
                i++;
            }

            if (c == '+' && i == start + 1)
            {
                steps.Add([]);
            }
            else if (!char.IsWhiteSpace(c) && c is not (':' or '='))
            {
                steps[^1].Add(text[start..i].ToLowerInvariant());
            }
        }

        return steps;
    }

    /// <summary>Whether a token is a number as <see cref="OfSteps"/> cuts it, though perhaps a malformed one.</summary>
    public static bool IsNumber(string token) => StartsNumber(token, 0);

    private static bool StartsNumber(string text, int i) =>
        IsDigitOrPoint(text, i) || (text[i] == '-' && IsDigitOrPoint(text, i + 1));

    private static bool IsDigitOrPoint(string text, int i) => i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.');

    private static int EndOfWord(string text, int i)
    {
        while (i < text.Length && (char.IsAsciiLetter(text[i]) || text[i] == '-'))
        {
            i++;
        }

        return i;
    }

    private static int EndOfNumber(string text, int i)
    {
        i = EndOfDigits(text, i + 1);
        if (i < text.Length && text[i] is ('e' or 'E'))
        {
            int exponent = i + 1 < text.Length && text[i + 1] is ('+' or '-') ? i + 2 : i + 1;
            int end = EndOfDigits(text, exponent);
            i = end > exponent ? end : i;
        }

        return i;
    }

    private static int EndOfDigits(string text, int i)
    {
        while (IsDigitOrPoint(text, i))
        {
            i++;
        }

        return i;
    }
}
