using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>What a value is read with: the names it may refer to, where problems go, and the path to it.</summary>
internal sealed record ReadContext(ScenarioNames Names, DiagnosticBag Problems, string Path = "")
{
    /// <summary>The context of a key's value.</summary>
    public ReadContext Below(string name) => this with { Path = Path.Length == 0 ? name : $"{Path}.{name}" };

    /// <summary>The context of an item of a list.</summary>
    public ReadContext Item(string label) => this with { Path = $"{Path}[{label}]" };

    /// <summary>Reports a problem of the value.</summary>
    public void Problem(SourceLocation at, string message, string? nearest = null) => Problems.Add(at, Path, message, nearest);
}
