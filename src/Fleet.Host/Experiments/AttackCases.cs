using Fleet.Host.Commands;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Attacks;
using Fleet.Models.Networks;

namespace Fleet.Host.Experiments;

/// <summary>The cases that can be asked for, in the order of the papers.</summary>
internal static class AttackCases
{
    private const string Option = "--attacks";
    private const string EveryCase = "*";
    private const string DefaultOfEach = "all";

    /// <summary>All of them; the first of an attack is its default.</summary>
    public static IReadOnlyList<AttackCase> All { get; } =
    [
        WhiteBox(RmleAttack.CanonicalName, learns: false),
        WhiteBox(LikelihoodAttack.CanonicalName, learns: true),
        Inverse("same-set", VictimPart.All, view => new PictureQueries(view.Victim.TrainedOn)),
        Inverse("same-distribution", VictimPart.FirstHalf, view => new PictureQueries(view.Victim.Others)),
        Inverse("noise", VictimPart.All, view => new NoiseQueries(view.Victim.TrainedOn.Count, view.Seed)),
        Shadow("same-set/same-net", VictimPart.All, HeadStructure.Same, view => new QueryFree(view.Same(), view.Cloud(), view.Victim.TrainedOn)),
        Shadow("different-set/same-net", VictimPart.FirstHalf, HeadStructure.Same, view => new QueryFree(view.Same(), view.Cloud(), view.Victim.Others)),
        Shadow("same-set/different-net", VictimPart.All, HeadStructure.Different, view => new QueryFree(view.Different(), view.Cloud(), view.Victim.TrainedOn)),
        Shadow("different-set/different-net", VictimPart.FirstHalf, HeadStructure.Different, view => new QueryFree(view.Different(), view.Cloud(), view.Victim.Others)),
        Shadow("queries", VictimPart.All, HeadStructure.Same, view => new BlackBox(view.Oracle(), new PictureQueries(view.Victim.TrainedOn), view.Same())),
        UnSplit("same-net", HeadStructure.Same, view => new QueryFree(view.Same())),
        UnSplit("different-net", HeadStructure.Different, view => new QueryFree(view.Different())),
        WhiteBox(LearnedPriorAttack.CanonicalName, learns: true) with { Learning = LearnedFor.Experiment },
    ];

    /// <summary>The case of an attack.</summary>
    public static AttackCase Find(string attack, string name) => All.First(one => one.Attack == attack && one.Name == name);

    /// <summary>
    /// Reads a list such as "rmle,inverse-network:noise": a name alone is the attack's default case, NAME:* all its
    /// cases, "all" the default case of every attack, "*" every case and "best" those that <see cref="StrongestAttack"/>
    /// chooses from. Behind a name settings can stand as a scenario writes them: "rmle{iterations: 2000, tv-weight: 0.01}".
    /// </summary>
    /// <exception cref="UsageException">A name is unknown.</exception>
    /// <exception cref="ScenarioException">Settings have problems.</exception>
    public static IReadOnlyList<AttackCase> Parse(string text)
    {
        var problems = new DiagnosticBag();
        var source = new SourceText(Option, text, 1);
        AttackCase[] cases = [.. ListOption.Places(text).SelectMany(place => WithSettings(source, place, problems)).DistinctBy(one => one.Key)];
        return problems.Count == 0 ? cases : throw new ScenarioException(problems.Sorted());
    }

    private static IEnumerable<AttackCase> WithSettings(SourceText source, Range place, DiagnosticBag problems)
    {
        string text = source.Text[place];
        int brace = text.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
        {
            return One(text);
        }

        int column = place.GetOffsetAndLength(source.Text.Length).Offset + brace;
        string name = text[..brace].Trim();
        return name is EveryCase or DefaultOfEach or StrongestAttack.Name
            ? throw new UsageException($"'{text}' gives settings to attacks that do not have the same ones; give them behind the name of one attack.")
            : [.. One(name).Select(one => one with { Settings = AttackSchema.ReadSettings(one.Settings, source, text[brace..], column, problems) })];
    }

    private static IEnumerable<AttackCase> One(string text)
    {
        if (text == EveryCase)
        {
            return All;
        }

        if (text == DefaultOfEach)
        {
            return All.DistinctBy(one => one.Attack);
        }

        if (text == StrongestAttack.Name)
        {
            return StrongestAttack.Of(All);
        }

        int colon = text.IndexOf(':');
        string attack = colon < 0 ? text : text[..colon];
        AttackCase[] cases = [.. All.Where(one => one.Attack == attack)];
        if (cases.Length == 0)
        {
            throw Unknown("attack", attack, [.. All.Select(one => one.Attack).Distinct(), DefaultOfEach, EveryCase, StrongestAttack.Name]);
        }

        string name = colon < 0 ? cases[0].Name : text[(colon + 1)..];
        return name == EveryCase ? cases
            : cases.Where(one => one.Name == name).ToArray() is [var found] ? [found]
            : throw Unknown($"case of {attack}", name, [.. cases.Select(one => one.Name), EveryCase]);
    }

    private static UsageException Unknown(string kind, string name, IReadOnlyList<string> names) => ListOption.Unknown(kind, name, names);

    private static AttackCase WhiteBox(string attack, bool learns) =>
        new(attack, AttackCase.White, AttackCase.White, VictimPart.All, learns) { Know = view => new WhiteBox(view.Victim.Network, view.Victim.TrainedOn) };

    private static AttackCase Inverse(string name, VictimPart victim, Func<VictimView, QuerySet> queries) =>
        new(InverseNetworkAttack.CanonicalName, name, "black-box", victim, Learns: true) { Know = view => new BlackBox(view.Oracle(), queries(view)) };

    private static AttackCase Shadow(
        string name, VictimPart victim, Func<NetworkSpec, string, NetworkSpec> structure, Func<VictimView, AttackerKnowledge> know) =>
        new(ShadowRmleAttack.CanonicalName, name, name == "queries" ? "black-box" : "query-free", victim, Learns: true)
        {
            Know = know,
            Structure = structure,
            Learning = name == "queries" ? LearnedFor.Cell : LearnedFor.Cut,
        };

    private static AttackCase UnSplit(string name, Func<NetworkSpec, string, NetworkSpec> structure, Func<VictimView, AttackerKnowledge> know) =>
        new(UnSplitAttack.CanonicalName, name, "query-free", VictimPart.All, Learns: true) { Know = know, Structure = structure };
}
