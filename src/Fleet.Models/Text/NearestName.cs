namespace Fleet.Models.Text;

/// <summary>Finds the valid name that a mistyped one probably meant.</summary>
public static class NearestName
{
    // Nobody mistypes longer names, and a list of more is not one that anybody chose from.
    private const int LongestName = 128;
    private const int MostCandidates = 256;

    /// <summary>
    /// The valid name with the smallest edit distance to the given one (case ignored, two neighbours swapped count as one
    /// edit, the first of equals), or null if even that one differs in more than a third of the letters (at least 1, so
    /// that a short name may have one typo).
    /// </summary>
    /// <param name="name">The name that is not valid.</param>
    /// <param name="valid">The valid names, in the order in which equals are preferred.</param>
    public static string? Find(string name, IEnumerable<string> valid)
    {
        string? nearest = null;
        int best = int.MaxValue;
        string? written = null;
        foreach (string candidate in name.Length > LongestName ? [] : valid.Take(MostCandidates))
        {
            int allowed = Math.Max(1, candidate.Length / 3);
            if (Math.Abs(candidate.Length - name.Length) > allowed)
            {
                continue;
            }

            written ??= name.ToLowerInvariant();
            string meant = candidate.ToLowerInvariant();
            int distance = IsOneSwap(written, meant) ? 1 : Distance(written, meant);
            if (distance < best && distance <= allowed)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>The nearest name as part of a message, such as <c>, perhaps "dropout"</c>; empty if there is none.</summary>
    public static string Suggestion(string name, IEnumerable<string> valid) =>
        Find(name, valid) is { } nearest ? $", perhaps \"{nearest}\"" : "";

    /// <summary>
    /// The Levenshtein distance: the least number of insertions, deletions and replacements of one character that turn
    /// one text into the other.
    /// </summary>
    public static int Distance(string from, string to)
    {
        int[] previous = new int[to.Length + 1];
        int[] current = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }

    /// <summary>Whether two neighbouring letters are swapped and all others equal: the commonest typo of all.</summary>
    private static bool IsOneSwap(string written, string meant)
    {
        int i = written.AsSpan().CommonPrefixLength(meant);
        return written.Length == meant.Length
            && i + 1 < written.Length
            && written[i] == meant[i + 1]
            && written[i + 1] == meant[i]
            && written.AsSpan(i + 2).SequenceEqual(meant.AsSpan(i + 2));
    }
}
