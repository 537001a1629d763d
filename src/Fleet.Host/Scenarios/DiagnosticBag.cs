using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>Collects the problems of one reading; the same problem at the same place counts once.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<(SourceLocation At, Diagnostic Problem)> _problems = [];
    private readonly HashSet<(string File, int Line, int Column, string Message)> _seen = [];

    /// <summary>How many there are.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds a problem at a place.</summary>
    public void Add(SourceLocation at, string path, string message, string? nearest = null)
    {
        if (_seen.Add((at.Source.Name, at.Line, at.Column, message)))
        {
            var problem = new Diagnostic(at.Source.Name, at.Line, at.Column, path, message, nearest)
            {
                SourceLine = at.Source.Line(at.Line),
                Length = at.Length,
            };
            _problems.Add((at, problem));
        }
    }

    /// <summary>Adds the problems of another reading, but for those that are known.</summary>
    /// <param name="other">The other reading.</param>
    /// <param name="remark">Text behind the message of a problem at a place; it does not make a known problem new.</param>
    public void AddAll(DiagnosticBag other, Func<SourceLocation, string> remark)
    {
        foreach ((SourceLocation at, Diagnostic problem) in other._problems)
        {
            if (_seen.Add((problem.File, problem.Line, problem.Column, problem.Message)))
            {
                _problems.Add((at, problem with { Message = problem.Message + remark(at) }));
            }
        }
    }

    /// <summary>All of them in the order of their places: the file from top to bottom, then the arguments.</summary>
    public IReadOnlyList<Diagnostic> Sorted() =>
        [.. _problems.OrderBy(p => p.At.Source.Order).ThenBy(p => p.Problem.Line).ThenBy(p => p.Problem.Column).Select(p => p.Problem)];
}
