using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Warnings;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>Reads scenario files: all problems of a file at once, each with its place.</summary>
public static class ScenarioReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="overrides">Values that replace those of the file, applied in order.</param>
    /// <param name="catalogs">The rules that the scenario can name; those of the program if null.</param>
    public static ScenarioReading ReadFile(string file, IReadOnlyList<ScenarioOverride>? overrides = null, Catalogs? catalogs = null) =>
        TextFile.Read(file, "a scenario file; `fleetsim init` writes one to start from", out TextFileProblem? problem) is { } text
            ? ReadText(text, file, overrides, catalogs)
            : new ScenarioReading(file, null, null, [new Diagnostic(file, problem!.Line, problem.Column, "", problem.Message)]);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The scenario.</param>
    /// <param name="file">How problems name it; its last part is the name of a scenario that gives none.</param>
    /// <param name="overrides">Values that replace those of the text, applied in order.</param>
    /// <param name="catalogs">The rules that the scenario can name; those of the program if null.</param>
    public static ScenarioReading ReadText(string text, string file, IReadOnlyList<ScenarioOverride>? overrides = null, Catalogs? catalogs = null)
    {
        ScenarioSchema schema = ScenarioSchema.Of(catalogs ?? Catalogs.BuiltIn);
        var problems = new DiagnosticBag();
        ScenarioReading? reading = problems.Until(() => Read(schema, text, file, overrides ?? [], problems));
        return problems.Count == 0 ? reading! : new ScenarioReading(file, null, null, problems.Sorted());
    }

    /// <summary>Stage by stage; a stage works only on what the ones before found nothing wrong with.</summary>
    private static ScenarioReading Read(ScenarioSchema schema, string text, string file, IReadOnlyList<ScenarioOverride> overrides, DiagnosticBag problems)
    {
        var source = new SourceText(file, text, 0) { IsFile = true };
        ScenarioNode root = YamlTreeReader.Read(source, problems) ?? new ScalarNode(new SourceLocation(source, 1, 1), "");
        bool whole = problems.Count == 0;
        for (int i = 0; i < overrides.Count; i++)
        {
            root = Apply(schema, root, overrides[i], i + 1, problems);
        }

        string defaultName = NameSpec.From(Path.GetFileNameWithoutExtension(file));
        var context = new ReadContext(NameCollector.Collect(root, defaultName), problems);
        ScenarioDraft? draft = root is ScalarNode { IsEmpty: true }
            ? Empty(root, context)
            : schema.Root.Read(root, context);
        var warnings = new ScenarioWarnings();
        if (problems.Count == 0)
        {
            warnings.Look(draft!.Scenario, (MapNode)root);
        }

        SweepPlan? sweep = whole && root is MapNode map && draft?.Sweep is { } grid
            ? new SweepExpander(schema, map, context.Names, grid, problems, warnings).Expand()
            : null;
        return new ScenarioReading(file, draft?.Scenario, sweep, []) { Warnings = warnings.Sorted() };
    }

    private static ScenarioDraft? Empty(ScenarioNode root, ReadContext context)
    {
        if (context.Problems.Count == 0)
        {
            context.Problem(root.At, "The file is empty; expected a scenario. `fleetsim init` writes one to start from.");
        }

        return null;
    }

    private static ScenarioNode Apply(ScenarioSchema schema, ScenarioNode root, ScenarioOverride change, int order, DiagnosticBag problems)
    {
        var source = new SourceText(change.Source, change.Text, order);
        int equals = change.Text.IndexOf('=');
        if (equals <= 0)
        {
            problems.Add(new SourceLocation(source, 1, 1, Math.Max(1, change.Text.Length)), "", $"'{change.Text}' sets nothing; expected PATH=VALUE, such as model.data=mnist.");
            return root;
        }

        string path = change.Text[..equals].TrimEnd();
        int before = problems.Count;
        ScenarioNode? value = YamlTreeReader.Read(source, change.Text[(equals + 1)..], equals + 1, problems);
        if (problems.Count > before)
        {
            return root;
        }

        value ??= new ScalarNode(new SourceLocation(source, 1, Math.Min(equals + 2, change.Text.Length)), "");
        return NodeEditor.Set(schema, root, path, new SourceLocation(source, 1, 1, path.Length), value, problems) ?? root;
    }
}
