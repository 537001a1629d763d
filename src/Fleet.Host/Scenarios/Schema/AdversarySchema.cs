using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the adversary.</summary>
internal static class AdversarySchema
{
    /// <summary>The key <c>attack</c>.</summary>
    public const string AttackKey = "attack";

    private static readonly AdversarySection Blank = new()
    {
        At = "",
        Knowledge = "",
        Attack = new AttackSpec { Name = "", Case = "" },
        FlopsPerSecond = double.PositiveInfinity,
        TargetDevices = null,
        MessagesPerDevice = null,
    };

    private static readonly MapSpec<AdversarySection> Targets = new(
        "Targets", "the targets", "Which messages are attacked. The plain word `all` stands for every message of every device.", Blank,
        [
            new Key<AdversarySection, int?>(Values.CountOrAll(), a => a.TargetDevices, (a, value) => a with { TargetDevices = value })
            {
                Name = "devices",
                Documentation = "How many devices are attacked, spread evenly over the classes that send to the adversary; which ones is drawn from the seed.",
                Default = Values.All,
                Example = "16",
            },
            new Key<AdversarySection, int?>(Values.CountOrAll(), a => a.MessagesPerDevice, (a, value) => a with { MessagesPerDevice = value })
            {
                Name = "per-device",
                Documentation = "How many messages of each are attacked, the first ones that arrive.",
                Default = Values.All,
                Example = "2",
            },
        ]);

    // A bare number would not say of what.
    private static readonly ChoiceSpec<int?> AllTargets = new("a choice of targets", [(Values.All, null)]);

    /// <summary>The section <c>adversary</c>.</summary>
    public static MapSpec<AdversarySection> Spec(Catalogs catalogs)
    {
        var knowledge = new Key<AdversarySection, string>(
            new ChoiceSpec<string>("a kind of knowledge", [.. catalogs.FleetAttacks.Select(one => one.Knowledge).Distinct().Select(name => (name, name))]),
            a => a.Knowledge,
            (a, value) => a with { Knowledge = value })
        {
            Name = "knowledge",
            Documentation = "What it knows of the device's layers. `white-box`: structure and weights. `black-box`: their answers to its queries. `query-free`: no more than their structure.",
            Otherwise = "what the attack needs first",
            Example = "white-box",
        };
        var attack = new Key<AdversarySection, AttackSpec>(AttackSchema.Spec(catalogs), a => a.Attack, (a, value) => a with { Attack = value })
        {
            Name = AttackKey,
            Documentation = "How it reconstructs pictures from activations.",
            Default = "rmle",
            Example = "{ name: rmle, iterations: 500 }",
        };
        return new MapSpec<AdversarySection>("Adversary", "the adversary", "An untrusted server that follows the protocol and tries to see the inputs.", Blank,
        [
            new Key<AdversarySection, string>(new ReferenceSpec("a server", "servers", names => names.Servers), a => a.At, (a, value) => a with { At = value })
            {
                Name = "at",
                Documentation = "The server whose messages it sees.",
                Example = "cloud",
            },
            knowledge,
            attack,
            new Key<AdversarySection, double>(new ComputeRateSpec(), a => a.FlopsPerSecond, (a, value) => a with { FlopsPerSecond = value })
            {
                Name = "compute",
                Documentation = "Its compute budget: what an attack costs it, in simulated time.",
                Default = Values.Unlimited,
                Example = "10 TFLOP/s",
            },
            new Key<AdversarySection, AdversarySection>(new ShorthandSpec<AdversarySection>(Targets, AllTargets, [.. Targets.Keys]), a => a, Targets.Copy)
            {
                Name = "targets",
                Documentation = "Which messages it attacks.",
                Default = Values.All,
                Example = "{ devices: 16, per-device: 2 }",
                InStarter = true,
            },
        ],
        Complete);

        // The case that the scenario names, or the first one of the attack that the knowledge allows.
        AdversarySection? Complete(MapValues v, AdversarySection adversary)
        {
            if (v.Get(attack) is not { } given)
            {
                return null;
            }

            AttackCase[] cases = [.. catalogs.FleetAttacks.Where(one => one.Attack == given.Name && (given.Case.Length == 0 || one.Name == given.Case))];
            string? known = v.Get(knowledge);
            if (Array.Find(cases, one => known is null || one.Knowledge == known) is { } found)
            {
                return adversary with { Knowledge = found.Knowledge, Attack = given with { Case = found.Name } };
            }

            if (cases.Length > 0)
            {
                string[] expected = [.. cases.Select(one => one.Knowledge).Distinct()];
                string which = given.Case.Length == 0 ? given.Name : $"{given.Name} in the case {given.Case}";
                v.Problem(knowledge, $"The attack {which} is not one of {known} knowledge; expected {UserText.Choice(expected)}.", expected.FirstOrDefault());
            }

            return null;
        }
    }
}
