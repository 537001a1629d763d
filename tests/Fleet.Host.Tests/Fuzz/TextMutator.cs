using System.Text;

namespace Fleet.Host.Tests.Fuzz;

/// <summary>
/// Makes wrong files from right ones: bytes, values, keys, lines and subtrees are changed, torn, swapped, doubled and nested.
/// A case follows from its seed alone.
/// </summary>
/// <param name="corpus">The files to begin with.</param>
internal sealed class TextMutator(IReadOnlyList<string> corpus)
{
    private const int MostSteps = 4;
    private const int LongestCase = 60_000;

    private static readonly string[] Extremes =
    [
        "0", "-1", "1", "2", "0.0", "-0", "63", "64", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "79228162514264337593543950335", "79228162514264337593543950336", "1e400", "1e-400", "1e28", "1e-28", "1e308", "4.9e-324", "NaN", "Infinity", "-.inf",
        "0 s", "1 ns", "36500 d", "1e9 d", "1 bit/s", "1e-28 bit/s", "1e28 bit/s", "1 FLOP/s", "1e-28 FLOP/s", "79228162514264337593543950335 FLOP/s", "unlimited",
        "poisson 1e-28/s", "poisson 1e28/s", "periodic every 1 ns", "periodic every 36500 d", "poisson", "all", "none", "null", "~", "true", "yes", "", "''", "\"\"", "' '",
        "[]", "{}", "[[]]", "[{}]", "[null]", "{ a: b }", "<<", "<<: *a", "&a x", "*a", "!!str x", "!x", "|", ">", "@x", "`", "%", "?", "- ", ": ", "#", "---", "...",
        "1x1x1", "3x4096x4096", "1x1x4096", "0x0x0", "3x65536x65536", "café", "日本", "\u0000", "\u2028", "\ud83d\ude00", "a.b", "a[0]", "a[*].b", "*", "[0]", "x[", "../x", "/dev/null", "x.yaml",
        "dropout 30 %", "dropout 1e-28", "gaussian 1e308", "quantize 0 bit", "quantize 32 bit", "top-k 1e-28", "clip 1e-308", "dp epsilon 1e-28 delta 1e-28 clip 1e28", "shredder 1e28", "mask 1", "permute",
        "10_000", "1__0", "_1", "1_", "lenet5", "resnet18", "trained", "w.safetensors", "mnist", "synthetic-digits", "./pictures", "sweep", "replications", "devices[*].split", "devices[0].count", "links[0].up",
    ];

    private static readonly char[] Separators = [' ', '\n', ':', ',', '[', ']', '{', '}', '-', '#', '"', '\''];

    /// <summary>The case of a seed.</summary>
    public string Make(int seed)
    {
        var random = new Random(seed);
        string text = corpus[random.Next(corpus.Count)];
        for (int steps = 1 + random.Next(MostSteps); steps > 0; steps--)
        {
            text = Change(text, random);
        }

        return text.Length <= LongestCase ? text : text[..LongestCase];
    }

    private string Change(string text, Random random) => random.Next(16) switch
    {
        0 => Characters(text, random),
        1 => Remove(text, random),
        2 => text[..random.Next(text.Length + 1)],
        3 => Double(text, random),
        4 or 5 or 6 or 7 => Replace(text, random, Extremes[random.Next(Extremes.Length)]),
        8 => Replace(text, random, Token(corpus[random.Next(corpus.Count)], random)),
        9 => SwapTokens(text, random),
        10 => Lines(text, random),
        11 => Splice(text, random),
        12 => Block(text, random),
        13 => Nest(text, random),
        14 => Many(text, random),
        _ => Key(text, random),
    };

    private static string Characters(string text, Random random)
    {
        var changed = new StringBuilder(text);
        for (int n = 1 + random.Next(3); n > 0 && changed.Length > 0; n--)
        {
            int at = random.Next(changed.Length);
            changed[at] = random.Next(3) switch
            {
                0 => (char)random.Next(1, 128),
                1 => Separators[random.Next(Separators.Length)],
                _ => (char)random.Next(1, 0xd800),
            };
        }

        return changed.ToString();
    }

    private static string Remove(string text, Random random)
    {
        (int from, int to) = Range(text, random);
        return text.Remove(from, to - from);
    }

    private static string Double(string text, Random random)
    {
        (int from, int to) = Range(text, random);
        return text.Insert(to, text[from..to]);
    }

    private string Splice(string text, Random random)
    {
        string other = corpus[random.Next(corpus.Count)];
        return text[..random.Next(text.Length + 1)] + other[random.Next(other.Length + 1)..];
    }

    private static string Replace(string text, Random random, string value)
    {
        (int from, int to) = TokenRange(text, random);
        return string.Concat(text.AsSpan(0, from), value, text.AsSpan(to));
    }

    private static string SwapTokens(string text, Random random)
    {
        (int from, int to) = TokenRange(text, random);
        (int from2, int to2) = TokenRange(text, random);
        return from2 < to ? text : string.Concat(string.Concat(text.AsSpan(0, from), text.AsSpan(from2, to2 - from2)), text[to..from2], text[from..to], text[to2..]);
    }

    private static string Lines(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        int at = random.Next(lines.Count);
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(random.Next(lines.Count), lines[at]);
                break;
            case 2:
                int other = random.Next(lines.Count);
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines[at] = new string(' ', random.Next(8)) + lines[at].TrimStart();
                break;
            default:
                lines[at] = new string(random.Next(2) == 0 ? '\t' : ' ', 1 + random.Next(2)) + lines[at];
                break;
        }

        return string.Join('\n', lines);
    }

    /// <summary>Moves, doubles or removes a line with all that is indented further below it.</summary>
    private static string Block(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        int at = random.Next(lines.Count);
        int end = at + 1;
        while (end < lines.Count && Indent(lines[end]) > Indent(lines[at]))
        {
            end++;
        }

        List<string> block = lines[at..end];
        if (random.Next(3) > 0)
        {
            lines.RemoveRange(at, block.Count);
        }

        if (random.Next(3) > 0)
        {
            lines.InsertRange(random.Next(lines.Count + 1), block);
        }

        return string.Join('\n', lines);
    }

    private static string Nest(string text, Random random)
    {
        (string open, string close) = random.Next(3) switch { 0 => ("[", "]"), 1 => ("{ a: ", " }"), _ => ("- ", "") };
        int depth = 1 << random.Next(10);
        bool closed = random.Next(2) == 0;
        return Replace(text, random, string.Concat(Enumerable.Repeat(open, depth)) + (closed ? string.Concat(Enumerable.Repeat(close, depth)) : ""));
    }

    private static string Many(string text, Random random)
    {
        string item = Extremes[random.Next(Extremes.Length)];
        int count = 1 << random.Next(13);
        return Replace(text, random, $"[{string.Join(',', Enumerable.Repeat(item, count))}]");
    }

    private string Key(string text, Random random)
    {
        string key = Token(corpus[random.Next(corpus.Count)], random);
        int line = text.IndexOf('\n', random.Next(text.Length + 1));
        return line < 0 ? text : text.Insert(line, $"\n{new string(' ', 2 * random.Next(3))}{key}: {Extremes[random.Next(Extremes.Length)]}");
    }

    private static string Token(string text, Random random)
    {
        (int from, int to) = TokenRange(text, random);
        return text[from..to];
    }

    /// <summary>A word, or what stands between a colon or comma and the next comma, bracket or end of the line.</summary>
    private static (int From, int To) TokenRange(string text, Random random)
    {
        if (text.Length == 0)
        {
            return (0, 0);
        }

        ReadOnlySpan<char> ends = random.Next(2) == 0 ? " \n:,[]{}" : "\n,]}:";
        int at = random.Next(text.Length);
        int from = text.AsSpan(0, at).LastIndexOfAny(ends) + 1;
        int length = text.AsSpan(at).IndexOfAny(ends);
        int to = length < 0 ? text.Length : at + length;
        while (from < to && text[from] == ' ')
        {
            from++;
        }

        return (from, to);
    }

    private static (int From, int To) Range(string text, Random random)
    {
        int from = random.Next(text.Length + 1);
        return (from, Math.Min(text.Length, from + random.Next(1 << random.Next(1, 9))));
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
}
