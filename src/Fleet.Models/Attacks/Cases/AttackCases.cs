using Fleet.Models.Attacks;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks.Cases;

/// <summary>The cases of all attacks, in the order of the papers.</summary>
public static class AttackCases
{
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
