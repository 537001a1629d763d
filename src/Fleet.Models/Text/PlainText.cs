namespace Fleet.Models.Text;

/// <summary>Text from outside, such as the name of a file in a zip, on its way into a message.</summary>
public static class PlainText
{
    private const int Longest = 300;
    private const char Replacement = '\uFFFD';

    /// <summary>The text in one line without control characters, its middle left out if it is very long.</summary>
    public static string Line(string text)
    {
        string plain = string.Create(text.Length, text, (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = IsPlain(source[i]) ? source[i] : Replacement;
            }
        });
        return plain.Length <= Longest ? plain : $"{plain[..(Longest / 2)]}...{plain[^(Longest / 2)..]}";
    }

    // Line and paragraph separators break lines, and the marks of writing direction reorder what is shown.
    private static bool IsPlain(char c) =>
        !char.IsControl(c) && c is not ('\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
