using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fleet.Host.Scenarios.Yaml;

/// <summary>
/// Reads YAML into a tree that knows the place of every key and value. Where the text breaks off because it is not
/// YAML, that is a problem with its place, and what stands before it is kept so that its problems can be told too.
/// </summary>
internal sealed class YamlTreeReader
{
    /// <summary>Deeper than any scenario: what is nested further is a mistake or an attack on the reader.</summary>
    private const int MaxDepth = 32;

    private readonly SourceText _source;
    private readonly int _columnOffset;
    private readonly DiagnosticBag _problems;
    private readonly Parser _parser;
    private readonly Dictionary<string, ScenarioNode> _anchors = [];
    private readonly Stack<(SourceLocation At, bool Flow)> _open = [];
    private bool _broken;

    private YamlTreeReader(SourceText source, string text, int columnOffset, DiagnosticBag problems)
    {
        _source = source;
        _columnOffset = columnOffset;
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads the document of a whole source; null if it holds no value.</summary>
    public static ScenarioNode? Read(SourceText source, DiagnosticBag problems) => Read(source, source.Text, 0, problems);

    /// <summary>Reads a value that stands within one line of a source.</summary>
    /// <param name="source">The source, for the places of problems.</param>
    /// <param name="text">The value's own text.</param>
    /// <param name="columnOffset">How many characters of the source's line stand before it.</param>
    /// <param name="problems">Takes the problems.</param>
    public static ScenarioNode? Read(SourceText source, string text, int columnOffset, DiagnosticBag problems) =>
        new YamlTreeReader(source, text, columnOffset, problems).ReadDocument();

    private ScenarioNode? ReadDocument()
    {
        ScenarioNode? root = null;
        while (Advance() && _parser.Current is StreamStart or DocumentStart)
        {
        }

        if (!_broken && _parser.Current is not (StreamEnd or DocumentEnd))
        {
            root = ReadNode();
        }

        while (!_broken && _parser.Current is DocumentEnd or StreamStart && Advance())
        {
        }

        if (!_broken && _parser.Current is DocumentStart second)
        {
            _problems.Add(At(second.Start, 3), "", "A second document begins here; expected one scenario in a file.");
        }

        return root;
    }

    private ScenarioNode? ReadNode()
    {
        ParsingEvent current = _parser.Current!;
        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            _problems.Add(At(tagged.Start), "", $"The tag {tagged.Tag} stands before a value; expected the value alone.");
        }

        switch (current)
        {
            case Scalar scalar:
                var value = new ScalarNode(At(scalar.Start, scalar.End), scalar.Value, Quoted: scalar.Style != ScalarStyle.Plain);
                Keep(scalar.Anchor, value);
                Advance();
                return value;
            case SequenceStart start:
                return Enter(At(start.Start), start.Style == SequenceStyle.Flow) ? Keep(start.Anchor, Leave(ReadList(At(start.Start)))) : null;
            case MappingStart start:
                return Enter(At(start.Start), start.Style == MappingStyle.Flow) ? Keep(start.Anchor, Leave(ReadMap(At(start.Start)))) : null;
            case AnchorAlias alias:
                return ReadAlias(alias);
            default:
                // The parser lets some broken flow maps end between a key and its value.
                _broken = true;
                _problems.Add(At(current.Start), "", "This is not valid YAML: expected a value here.");
                return null;
        }
    }

    private ListNode ReadList(SourceLocation at)
    {
        var items = new List<ScenarioNode>();
        while (!_broken && _parser.Current is not SequenceEnd)
        {
            if (ReadNode() is { } item)
            {
                items.Add(item);
            }
        }

        Advance();
        return new ListNode(at, items);
    }

    private MapNode ReadMap(SourceLocation at)
    {
        var entries = new List<MapEntry>();
        bool merges = false;
        while (!_broken && _parser.Current is not MappingEnd)
        {
            ScenarioNode? key = ReadNode();
            ScenarioNode? value = _broken ? null : ReadNode();
            if (key is ScalarNode { Text: "<<", Quoted: false })
            {
                merges = true;
                _problems.Add(key.At, "", "The merge key << is not read here; expected the keys themselves, or a whole value by its alias such as *name.");
            }
            else if (key is ScalarNode name && value is not null)
            {
                entries.Add(new MapEntry(name, value));
            }
            else if (key is ListNode or MapNode)
            {
                _problems.Add(key.At, "", $"{Capital(key.Description)} stands where a key is expected; expected a key's name.");
            }
        }

        // What seems to be missing may be what was to be merged.
        bool complete = !_broken && !merges;
        Advance();
        return new MapNode(at, entries, complete);
    }

    private ScenarioNode? ReadAlias(AnchorAlias alias)
    {
        string name = alias.Value.Value;
        SourceLocation at = At(alias.Start, alias.End);
        Advance();
        if (_anchors.TryGetValue(name, out ScenarioNode? node))
        {
            return node;
        }

        _problems.Add(at, "", $"The alias *{name} has no anchor &{name} before it.", Models.Text.NearestName.Find(name, _anchors.Keys));
        return new ScalarNode(at, "null");
    }

    private T Keep<T>(AnchorName anchor, T node)
        where T : ScenarioNode
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private bool Enter(SourceLocation at, bool flow)
    {
        if (_open.Count >= MaxDepth)
        {
            _broken = true;
            _problems.Add(at, "", $"The values are nested more than {MaxDepth} deep; no scenario is.");
            return false;
        }

        _open.Push((at, flow));
        Advance();
        return true;
    }

    private T Leave<T>(T node)
    {
        // A collection that the text broke off in stays open, so that the message can name it.
        if (!_broken)
        {
            _open.Pop();
        }

        return node;
    }

    private bool Advance()
    {
        if (_broken)
        {
            return false;
        }

        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException problem)
        {
            _broken = true;
            (SourceLocation at, string message) = YamlSyntax.Explain(_source, At(problem.Start), At(problem.End), OpenBracket(), problem.Message);
            _problems.Add(at, "", message);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            // The parser gives up in this way, without a place, on malformed tags and when a key follows in a bracket
            // that was never closed; if it looked ahead, the bracket comes behind the last event.
            _broken = true;
            SourceLocation last = _parser.Current is { } current ? At(current.End) : new SourceLocation(_source, 1, 1 + _columnOffset);
            (SourceLocation at, string message) = YamlSyntax.ExplainOpen(OpenBracket() ?? YamlSyntax.BracketFrom(last), last);
            _problems.Add(at, "", message);
        }

        return false;
    }

    private SourceLocation? OpenBracket() => _open.TryPeek(out (SourceLocation At, bool Flow) open) && open.Flow ? open.At : null;

    private SourceLocation At(Mark mark, int length = 1) =>
        new(_source, (int)mark.Line, (int)mark.Column + (mark.Line == 1 ? _columnOffset : 0), length);

    private SourceLocation At(Mark start, Mark end) =>
        At(start, start.Line == end.Line ? Math.Max(1, (int)(end.Column - start.Column)) : 1);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
