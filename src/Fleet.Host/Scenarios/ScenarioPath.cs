using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>
/// A path to a value: keys behind points, items of lists in brackets by name, by position from 0, or <c>*</c> for all,
/// such as <c>devices[camera].split</c>.
/// </summary>
internal sealed record ScenarioPath(IReadOnlyList<PathStep> Steps)
{
    /// <summary>In a path, every item of a list.</summary>
    public const string EveryItem = "*";

    /// <summary>Keys that stand alone for the same key of every device class.</summary>
    private static readonly string[] OfEveryDevice = [DeviceSchema.SplitKey, DeviceSchema.DefenseKey];

    /// <summary>The short paths, for messages about unknown ones.</summary>
    public static IReadOnlyList<string> Shorthands => OfEveryDevice;

    /// <summary>Reads a path; null and a problem if it is not one.</summary>
    /// <param name="text">The path.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="problems">Takes the problem.</param>
    public static ScenarioPath? Parse(string text, SourceLocation at, DiagnosticBag problems)
    {
        if (OfEveryDevice.Contains(text))
        {
            return new ScenarioPath([new("devices", false, at), new(EveryItem, true, at), new(text, false, at)]);
        }

        var steps = new List<PathStep>();
        int position = 0;
        while (position < text.Length)
        {
            bool item = text[position] == '[';
            int start = item || (position > 0 && text[position] == '.') ? position + 1 : position;
            int end = item ? text.IndexOf(']', start) : text.IndexOfAny(['.', '['], start);
            end = end < 0 && !item ? text.Length : end;
            bool wellPlaced = item ? position > 0 : start > position || position == 0;
            if (end <= start || !wellPlaced)
            {
                steps.Clear();
                break;
            }

            steps.Add(new PathStep(text[start..end], item, at with { Column = at.Column + start, Length = end - start }));
            position = item ? end + 1 : end;

            // What follows is the key of a sweep, itself a path.
            if (steps is [{ Text: ScenarioSchema.SweepKey }] && position + 1 < text.Length && text[position] == '.')
            {
                int rest = position + 1;
                steps.Add(new PathStep(text[rest..], false, at with { Column = at.Column + rest, Length = text.Length - rest }));
                break;
            }
        }

        if (steps.Count == 0)
        {
            problems.Add(at, text, $"'{text}' is not a path; expected keys and items such as model.data, devices[camera].split or links[0].up.");
            return null;
        }

        return new ScenarioPath(steps);
    }
}

/// <summary>One step of a path.</summary>
/// <param name="Text">The key, or the item's name or position.</param>
/// <param name="IsItem">Whether it goes to an item of a list.</param>
/// <param name="At">Where it stands.</param>
internal sealed record PathStep(string Text, bool IsItem, SourceLocation At);
