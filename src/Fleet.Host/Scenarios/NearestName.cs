namespace Fleet.Host.Scenarios;

/// <summary>Finds the name that a user most likely meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The candidate with the fewest typing errors (letters changed, added, left out or swapped; case does not count),
    /// or null if none is close: at most a third of the letters, and at least one, may differ.
    /// </summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        (string? Name, int Distance) best = (null, int.MaxValue);
        foreach (string candidate in candidates)
        {
            int distance = Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best.Distance && distance <= Math.Max(1, Math.Max(text.Length, candidate.Length) / 3))
            {
                best = (candidate, distance);
            }
        }

        return best.Name;
    }

    /// <summary>The optimal string alignment distance (Damerau and Levenshtein, each pair swapped at most once).</summary>
    internal static int Distance(string a, string b)
    {
        int[] twoBack = new int[b.Length + 1];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], twoBack[j - 2] + 1);
                }
            }

            (twoBack, previous) = (previous, current);
        }

        return previous[b.Length];
    }
}
