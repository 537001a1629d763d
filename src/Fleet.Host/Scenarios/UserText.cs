using System.Buffers;
using System.Globalization;

namespace Fleet.Host.Scenarios;

/// <summary>Text of the user in messages: never longer than somebody reads.</summary>
internal static class UserText
{
    private const int Longest = 1_200;
    private const int Begin = 800;
    private const int Most = 20;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(code => (char)code).Where(c => char.IsControl(c) && c != '\t')]);

    /// <summary>The text in one line, or its beginning and its end: what was found stands in front, what was expected behind.</summary>
    public static string Shorten(string text) => WithoutControls(text.Length <= Longest
        ? text
        : $"{text.AsSpan(0, Begin)} ... {text.AsSpan(text.Length - (Longest - Begin))}").Replace('\t', ' ');

    /// <summary>The text with a space or a replacement character for what a terminal would obey; tabs stay.</summary>
    public static string WithoutControls(string text) => text.AsSpan().ContainsAny(Controls)
        ? string.Create(text.Length, text, (shown, whole) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                shown[i] = !Controls.Contains(whole[i]) ? whole[i] : whole[i] is '\n' or '\r' ? ' ' : '\ufffd';
            }
        })
        : text;

    /// <summary>Names in a sentence: "a, b or c".</summary>
    public static string Choice(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    /// <summary>Names that the user gave, in a sentence: "a, b or c"; of many the first ones and their number.</summary>
    public static string Listed(IReadOnlyList<string> names) => names.Count <= Most
        ? Choice(names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(Most))} or one of {names.Count - Most} more");
}
