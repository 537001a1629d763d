using System.Globalization;

namespace Fleet.Host.Scenarios;

/// <summary>A value that replaces one of the file, as on the command line: <c>devices[camera].split=ReLU1</c>.</summary>
/// <param name="Source">How problems name the argument, such as <c>--set 2</c>.</param>
/// <param name="Text">A path, an equals sign and a value in YAML.</param>
public sealed record ScenarioOverride(string Source, string Text)
{
    /// <summary>The overrides of repeated <c>--set</c> options, numbered from 1.</summary>
    public static IReadOnlyList<ScenarioOverride> FromSet(IEnumerable<string> arguments) =>
        [.. arguments.Select((text, i) => new ScenarioOverride(string.Create(CultureInfo.InvariantCulture, $"--set {i + 1}"), text))];
}
