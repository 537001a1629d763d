using Fleet.Host.Experiments;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Commands;

/// <summary>The attacks that the command line asks for.</summary>
internal static class AttackList
{
    private const string Option = "--attacks";
    private const string EveryCase = "*";
    private const string DefaultOfEach = "all";

    /// <summary>
    /// Reads a list such as "rmle,inverse-network:noise": a name alone is the attack's default case, NAME:* all its
    /// cases, "all" the default case of every attack, "*" every case and "best" those that <see cref="StrongestAttack"/>
    /// chooses from. Behind a name settings can stand as a scenario writes them: "rmle{iterations: 2000, tv-weight: 0.01}".
    /// </summary>
    /// <param name="text">The list.</param>
    /// <param name="attacks">The attacks that there are; the built-in ones if null.</param>
    /// <exception cref="UsageException">A name is unknown.</exception>
    /// <exception cref="ScenarioException">Settings have problems.</exception>
    public static IReadOnlyList<AttackCase> Parse(string text, AttackCatalog? attacks = null)
    {
        attacks ??= AttackCatalog.BuiltIn;
        var problems = new DiagnosticBag();
        var source = new SourceText(Option, text, 1);
        AttackCase[] cases = [.. ListOption.Places(text).SelectMany(place => WithSettings(attacks, source, place, problems)).DistinctBy(one => one.Key)];
        return problems.Count == 0 ? cases : throw new ScenarioException(problems.Sorted());
    }

    private static IEnumerable<AttackCase> WithSettings(AttackCatalog attacks, SourceText source, Range place, DiagnosticBag problems)
    {
        string text = source.Text[place];
        int brace = text.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
        {
            return One(attacks, text);
        }

        int column = place.GetOffsetAndLength(source.Text.Length).Offset + brace;
        string name = text[..brace].Trim();
        return name is EveryCase or DefaultOfEach or StrongestAttack.Name
            ? throw new UsageException($"'{text}' gives settings to attacks that do not have the same ones; give them behind the name of one attack.")
            : [.. One(attacks, name).Select(one => one with { Settings = AttackSchema.ReadSettings(one.Settings, attacks, source, text[brace..], column, problems) })];
    }

    private static IEnumerable<AttackCase> One(AttackCatalog attacks, string text)
    {
        if (text == EveryCase)
        {
            return attacks.Cases;
        }

        if (text == DefaultOfEach)
        {
            return attacks.Cases.DistinctBy(one => one.Attack);
        }

        if (text == StrongestAttack.Name)
        {
            return StrongestAttack.Of(attacks.Cases);
        }

        int colon = text.IndexOf(':');
        string attack = colon < 0 ? text : text[..colon];
        AttackCase[] cases = [.. attacks.Cases.Where(one => one.Attack == attack)];
        if (cases.Length == 0)
        {
            throw Unknown("attack", attack, [.. attacks.Names, DefaultOfEach, EveryCase, StrongestAttack.Name]);
        }

        string name = colon < 0 ? cases[0].Name : text[(colon + 1)..];
        return name == EveryCase ? cases
            : cases.Where(one => one.Name == name).ToArray() is [var found] ? [found]
            : throw Unknown($"case of {attack}", name, [.. cases.Select(one => one.Name), EveryCase]);
    }

    private static UsageException Unknown(string kind, string name, IReadOnlyList<string> names) => ListOption.Unknown(kind, name, names);
}
