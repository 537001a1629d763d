using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the adversary.</summary>
internal static class AdversarySchema
{
    private static readonly Key<int?> Devices = new(Values.CountOrAll())
    {
        Name = "devices",
        Documentation = "How many devices are attacked, spread evenly over the classes that send to the adversary; which ones is drawn from the seed.",
        Default = Values.All,
        Example = "16",
    };

    private static readonly Key<int?> PerDevice = new(Values.CountOrAll())
    {
        Name = "per-device",
        Documentation = "How many messages of each are attacked, the first ones that arrive.",
        Default = Values.All,
        Example = "2",
    };

    private static readonly Key<string> At = new(new ReferenceSpec("a server", "servers", names => names.Servers))
    {
        Name = "at",
        Documentation = "The server whose messages it sees.",
        Example = "cloud",
    };

    private static readonly Key<string> Knowledge = new(new ChoiceSpec<string>(
        "a kind of knowledge", [.. FleetAttack.Cases.Select(one => one.Knowledge).Distinct().Select(name => (name, name))]))
    {
        Name = "knowledge",
        Documentation = "What it knows of the device's layers. `white-box`: structure and weights. `black-box`: their answers to its queries. `query-free`: no more than their structure.",
        Otherwise = "what the attack needs first",
        Example = "white-box",
    };

    private static readonly Key<double> Compute = new(new ComputeRateSpec())
    {
        Name = "compute",
        Documentation = "Its compute budget: what an attack costs it, in simulated time.",
        Default = Values.Unlimited,
        Example = "10 TFLOP/s",
    };

    /// <summary>The key <c>targets</c>.</summary>
    public static Key<TargetChoice> Targets { get; } = new(new ShorthandSpec<TargetChoice>(
        new MapSpec<TargetChoice>(
            new MapDeclaration("Targets", "the targets", "Which messages are attacked. The plain word `all` stands for every message of every device.", [Devices, PerDevice]),
            v => new TargetChoice(v.Get(Devices), v.Get(PerDevice))),
        AllWord(Devices),
        AllWord(PerDevice)))
    {
        Name = "targets",
        Documentation = "Which messages it attacks.",
        Default = Values.All,
        Example = "{ devices: 16, per-device: 2 }",
        InStarter = true,
    };

    /// <summary>The section <c>adversary</c>.</summary>
    public static MapSpec<AdversarySection> Spec { get; } = new(
        new MapDeclaration("Adversary", "the adversary", "An untrusted server that follows the protocol and tries to see the inputs.", [At, Knowledge, AttackSchema.Attack, Compute, Targets]),
        v => v.Get(AttackSchema.Attack) is { } attack && CaseOf(v, attack) is { } one
            ? new AdversarySection
            {
                At = v.Get(At)!,
                Knowledge = one.Knowledge,
                Attack = attack with { Case = one.Name },
                FlopsPerSecond = v.Get(Compute),
                TargetDevices = v.Get(Targets)?.Devices,
                MessagesPerDevice = v.Get(Targets)?.PerDevice,
            }
            : null);

    /// <summary>The case that the scenario names, or the first one of the attack that the knowledge allows; null if there is none.</summary>
    private static AttackCase? CaseOf(MapValues v, AttackSpec attack)
    {
        AttackCase[] cases = [.. FleetAttack.Cases.Where(one => one.Attack == attack.Name && (attack.Case.Length == 0 || one.Name == attack.Case))];
        string? knowledge = v.Get(Knowledge);
        AttackCase? found = Array.Find(cases, one => knowledge is null || one.Knowledge == knowledge);
        if (found is null && cases.Length > 0)
        {
            string[] expected = [.. cases.Select(one => one.Knowledge).Distinct()];
            string which = attack.Case.Length == 0 ? attack.Name : $"{attack.Name} in the case {attack.Case}";
            v.Problem(Knowledge, $"The attack {which} is not one of {knowledge} knowledge; expected {JsonForms.Listed(expected)}.", expected.FirstOrDefault());
        }

        return found;
    }

    /// <summary>The same key, limited to the word that may stand for the whole map: a bare number would not say of what.</summary>
    private static Key<int?> AllWord(Key key) => new(new ChoiceSpec<int?>("a choice of targets", [(Values.All, null)]))
    {
        Name = key.Name,
        Documentation = key.Documentation,
    };
}

/// <summary>Which messages are attacked; null is all.</summary>
internal sealed record TargetChoice(int? Devices, int? PerDevice);
