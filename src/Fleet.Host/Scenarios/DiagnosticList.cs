using System.Collections;
using System.Runtime.CompilerServices;

namespace Fleet.Host.Scenarios;

/// <summary>The problems of a reading: the first ones, and the number of all.</summary>
[CollectionBuilder(typeof(DiagnosticList), nameof(Of))]
public sealed class DiagnosticList : IReadOnlyList<Diagnostic>
{
    private readonly IReadOnlyList<Diagnostic> _first;

    internal DiagnosticList(IReadOnlyList<Diagnostic> first, int total)
    {
        _first = first;
        Total = total;
    }

    /// <summary>How many problems there are; more than <see cref="Count"/> if only the first ones are listed.</summary>
    public int Total { get; }

    /// <summary>How many are listed.</summary>
    public int Count => _first.Count;

    /// <inheritdoc/>
    public Diagnostic this[int index] => _first[index];

    /// <summary>A list of all problems.</summary>
    public static DiagnosticList Of(ReadOnlySpan<Diagnostic> all) => new(all.ToArray(), all.Length);

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator() => _first.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
