using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>
/// Collects the problems of one reading; the same problem at the same place counts once. It keeps those that come first in
/// the files and counts the others, so that a small file cannot fill the memory with messages.
/// </summary>
internal sealed class DiagnosticBag
{
    /// <summary>The most problems that are kept, and shown.</summary>
    public const int MostKept = 50;

    /// <summary>The most problems that are counted; who reads on after so many learns nothing.</summary>
    public const int MostCounted = 100_000;

    private readonly SortedSet<Kept> _kept = new(Comparer<Kept>.Create(Kept.Compare));
    private readonly HashSet<(string File, int Line, int Column, int Message)> _seen = [];

    /// <summary>How many different ones there are.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// How often something was not as it should be, known problems and gaps too: whether it grows tells whether a value was read whole.
    /// </summary>
    public int Faults { get; private set; }

    /// <summary>Something is missing in a part of a file whose own problem is told already.</summary>
    public void AddGap() => Faults++;

    /// <summary>Adds a problem at a place.</summary>
    /// <exception cref="TooManyProblemsException">There are more than <see cref="MostCounted"/>.</exception>
    public void Add(SourceLocation at, string path, string message, string? nearest = null)
    {
        string text = UserText.Shorten(message);
        if (IsNew(at.Source.Name, at.Line, at.Column, text))
        {
            Keep(at, new Diagnostic(at.Source.Name, at.Line, at.Column, UserText.Shorten(path), text, nearest)
            {
                SourceLine = at.Source.Line(at.Line),
                Length = at.Length,
            });
        }
    }

    /// <summary>Adds the problems of another reading, but for those that are known.</summary>
    /// <param name="other">The other reading.</param>
    /// <param name="remark">Text behind the message of a problem at a place; it does not make a known problem new.</param>
    public void AddAll(DiagnosticBag other, Func<SourceLocation, string> remark)
    {
        foreach (Kept kept in other._kept)
        {
            Diagnostic problem = kept.Problem;
            if (IsNew(problem.File, problem.Line, problem.Column, problem.Message))
            {
                Keep(kept.At, problem with { Message = UserText.Shorten(problem.Message + remark(kept.At)) });
            }
        }

        Count += other.Count - other._kept.Count;
    }

    /// <summary>Those that are kept, in the order of their places (the file from top to bottom, then the arguments), and the number of all.</summary>
    public DiagnosticList Sorted() => new([.. _kept.Select(kept => kept.Problem)], Count);

    /// <summary>Reads to the end, or until there are more than <see cref="MostCounted"/> problems; null then.</summary>
    public T? Until<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (TooManyProblemsException) when (Count > MostCounted)
        {
            return null;
        }
    }

    private bool IsNew(string file, int line, int column, string message)
    {
        Faults++;
        return _seen.Add((file, line, column, string.GetHashCode(message, StringComparison.Ordinal)));
    }

    private void Keep(SourceLocation at, Diagnostic problem)
    {
        Count++;
        _kept.Add(new Kept(at, Count, problem));
        if (_kept.Count > MostKept)
        {
            _kept.Remove(_kept.Max!);
        }

        if (Count > MostCounted)
        {
            throw new TooManyProblemsException();
        }
    }

    private sealed record Kept(SourceLocation At, int Number, Diagnostic Problem)
    {
        public static int Compare(Kept? a, Kept? b) => Order(a!).CompareTo(Order(b!));

        private static (int Source, int Line, int Column, int Number) Order(Kept kept) =>
            (kept.At.Source.Order, kept.Problem.Line, kept.Problem.Column, kept.Number);
    }
}

/// <summary>There are so many problems that reading on is of no use. Those found so far are in the bag.</summary>
internal sealed class TooManyProblemsException : Exception;
