using Fleet.Models.Text;

namespace Fleet.Models.Defenses;

/// <summary>The defences that can be written in scenarios and on the command line. Immutable.</summary>
public sealed class DefenseCatalog
{
    private readonly string[] _names;

    private DefenseCatalog(IReadOnlyList<DefenseForm> forms)
    {
        Forms = forms;
        _names = [.. forms.SelectMany(form => form.Names), DefenseChain.NoneName];
        if (_names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are two defences of the name {twice.Key}.", nameof(forms));
        }

        Expected = $"expected none, {string.Join(", ", forms.SkipLast(1).Select(form => form.Syntax))} or {forms[^1].Syntax}; some "
            + "take \"on input\" to act there and not on the activation; several are joined by +";
    }

    /// <summary>The defences of FleetSim.</summary>
    public static DefenseCatalog BuiltIn { get; } = new(
    [
        GaussianNoise.Form, LaplaceNoise.Form, Dropout.Form, Quantization.Form, TopK.Form, ChannelPermutation.Form, ChannelMask.Form,
        NormClip.Form, PrivacyBudget.Form, ShredderNoise.Form, NoPeek.Form, AdversarialTraining.Form,
    ]);

    /// <summary>How the defences are written, in the order in which documentation lists them.</summary>
    public IReadOnlyList<DefenseForm> Forms { get; }

    /// <summary>The forms that are expected, for a message.</summary>
    internal string Expected { get; }

    /// <summary>This catalogue and more defences.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public DefenseCatalog With(params IEnumerable<DefenseForm> more) => new([.. Forms, .. more]);

    /// <summary>
    /// Reads a chain from its canonical form or from what a person writes, such as "dropout 30 %", "dropout 0.3
    /// rescaled", "gaussian 0.8 on input", "none", or several joined by "+".
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="chain">The chain; <see cref="DefenseChain.None"/> if the text has a problem.</param>
    /// <param name="problem">One sentence that says what is wrong and what is expected; empty if nothing is.</param>
    /// <returns>Whether the text could be read.</returns>
    public bool TryParse(string text, out DefenseChain chain, out string problem)
    {
        chain = DefenseChain.None;
        problem = "";
        List<List<string>> stepTokens = DefenseTokens.OfSteps(text);
        if (stepTokens is [[DefenseChain.NoneName]])
        {
            return true;
        }

        var steps = new List<DefenseStep>();
        foreach (List<string> tokens in stepTokens)
        {
            steps.AddRange(Step(tokens, out problem));
            if (problem.Length > 0)
            {
                return false;
            }
        }

        if (steps.GroupBy(step => step.Place).Any(atPlace => atPlace.Count() > DefenseChain.MaxStepsAtPlace))
        {
            problem = $"The defence has too many steps; expected at most {DefenseChain.MaxStepsAtPlace} at one place.";
            return false;
        }

        chain = new DefenseChain(steps);
        return true;
    }

    private IReadOnlyList<DefenseStep> Step(List<string> tokens, out string problem)
    {
        DefenseForm? form = tokens.Count == 0 ? null : Forms.FirstOrDefault(form => form.Names.Contains(tokens[0], StringComparer.Ordinal));
        if (form is not null)
        {
            return form.Read(tokens, Expected, out problem);
        }

        problem = tokens.Count == 0 ? $"A defence is missing; {Expected}."
            : tokens[0] == DefenseChain.NoneName ? $"\"none\" stands alone; {Expected}."
            : $"\"{tokens[0]}\" is not a defence{NearestName.Suggestion(tokens[0], _names)}; {Expected}.";
        return [];
    }
}
