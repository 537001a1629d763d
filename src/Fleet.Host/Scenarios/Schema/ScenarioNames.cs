using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Data;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>
/// What other parts of the same scenario define and values refer to, collected before anything is read, so that a
/// reference is checked where it stands. What is unknown because its own definition has a problem is null, and
/// references to it are not judged.
/// </summary>
internal sealed record ScenarioNames
{
    /// <summary>The name of a scenario that gives none.</summary>
    public string DefaultName { get; init; } = "scenario";

    /// <summary>The network.</summary>
    public NetworkSpec? Network { get; init; }

    /// <summary>The value that <see cref="Network"/> was read from without a problem: whoever meets it need not read it again.</summary>
    public ScenarioNode? NetworkNode { get; init; }

    /// <summary>The data set.</summary>
    public DatasetInfo? Data { get; init; }

    /// <summary>The names of the links in order.</summary>
    public IReadOnlyList<string>? Links { get; init; }

    /// <summary>The names of the servers in order.</summary>
    public IReadOnlyList<string>? Servers { get; init; }
}
