using System.CommandLine;
using Fleet.Models.Defenses;

namespace Fleet.Benchmarks.Attack;

/// <summary>Options that the commands about attacks share.</summary>
internal static class AttackOptions
{
    private const string All = "all";

    // Behind fc2 the activations are those of a classifier's last layers; the papers stop there too.
    private const string LastCut = "fc2";

    /// <summary>The seed of the training.</summary>
    public static Option<int> Seed() => new("--seed") { Description = "The seed of the network's training.", DefaultValueFactory = _ => 1 };

    /// <summary>How many training seeds.</summary>
    public static Option<int> Seeds(int otherwise = 5) => new("--seeds") { Description = "Training seeds, from 1 on; the median counts.", DefaultValueFactory = _ => otherwise };

    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one line of JSON." };

    /// <summary>Refuses numbers below 1.</summary>
    public static void RequirePositive(params Option<int>[] options)
    {
        foreach (Option<int> option in options)
        {
            option.Validators.Add(parsed =>
            {
                if (parsed.GetValueOrDefault<int>() < 1)
                {
                    parsed.AddError($"{option.Name} must be at least 1.");
                }
            });
        }
    }

    /// <summary>Refuses what is no defence.</summary>
    public static void RequireDefenses(Option<string[]> option) => option.Validators.Add(parsed =>
    {
        foreach (string text in parsed.GetValueOrDefault<string[]>())
        {
            if (!DefenseCatalog.BuiltIn.TryParse(text, out _, out string problem))
            {
                parsed.AddError(problem);
            }
        }
    });

    /// <summary>Refuses names that are no cuts of the network.</summary>
    public static void RequireCuts(Option<string> option) => option.Validators.Add(parsed =>
    {
        foreach (string cut in Cuts(parsed.GetValueOrDefault<string>()))
        {
            if (AttackSubject.Spec.SplitProblem(cut, out string? nearest) is { } problem)
            {
                parsed.AddError(nearest is null ? problem : $"{problem} Did you mean {nearest}?");
            }
        }
    });

    /// <summary>The cuts of a list; "all" are those from the first layer to fc2.</summary>
    public static string[] Cuts(string text) => string.Equals(text, All, StringComparison.Ordinal)
        ? [.. AttackSubject.Spec.Layers.Take(AttackSubject.Spec.IndexOf(LastCut) + 1).Select(layer => layer.Name)]
        : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
