using System.Globalization;
using Fleet.Models.Text;

namespace Fleet.Host.Terminal;

/// <summary>Options that take several values in one text.</summary>
internal static class ListOption
{
    /// <summary>The parts between commas, without the blanks around them.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 ? parts : throw new UsageException($"'{text}' names nothing.");
    }

    /// <summary>Where the parts between commas stand that are not within braces, without the blanks around them.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<Range> Places(string text)
    {
        var places = new List<Range>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ',';
            depth += c switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
            if (i == text.Length || (c == ',' && depth <= 0))
            {
                int first = start + (text[start..i].Length - text[start..i].TrimStart().Length);
                int last = first + text[start..i].Trim().Length;
                start = i + 1;
                if (last > first)
                {
                    places.Add(first..last);
                }
            }
        }

        return places.Count > 0 ? places : throw new UsageException($"'{text}' names nothing.");
    }

    /// <summary>Whether a list of names, with or without settings in braces, has a certain one.</summary>
    public static bool Names(string text, string name) => Places(text).Any(place => text[place] == name);

    /// <summary>Whole numbers such as "1,2,5" or "1-5".</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static IReadOnlyList<ulong> Seeds(string option, string text)
    {
        var seeds = new List<ulong>();
        foreach (string part in Split(text))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryParse(ends[0], out ulong first) || !TryParse(ends[^1], out ulong last) || last < first || last - first >= 1000)
            {
                throw new UsageException($"{option} '{part}' is no seed; expected whole numbers such as 1,2,5 or 1-5.");
            }

            for (ulong seed = first; seed <= last; seed++)
            {
                seeds.Add(seed);
            }
        }

        return [.. seeds.Distinct()];
    }

    /// <summary>A name that is not known.</summary>
    public static UsageException Unknown(string kind, string name, IReadOnlyList<string> names) => new(
        $"There is no {kind} '{name}'. Known: {string.Join(", ", names)}."
        + (NearestName.Find(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : ""));

    private static bool TryParse(string text, out ulong value) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
