using Fleet.Models.Costs;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks.Cases;

/// <summary>An attack together with what its attacker knows and has: a row of the papers' tables.</summary>
/// <param name="Attack">The name of the attack.</param>
/// <param name="Name">The name of the case; <see cref="White"/> where the attack knows only one.</param>
/// <param name="Knowledge">white-box, black-box or query-free.</param>
/// <param name="Victim">The pictures that the attacked network is trained on.</param>
/// <param name="Learns">Whether the attacker trains something of its own, whose seed then matters.</param>
/// <remarks>An attack declares its cases beside its code; <see cref="AttackCatalog"/> lists them.</remarks>
public sealed record AttackCase(string Attack, string Name, string Knowledge, VictimPart Victim, bool Learns)
{
    /// <summary>The case of attacks that know the device's layers.</summary>
    public const string White = "white-box";

    /// <summary>How a user writes it.</summary>
    public string Key => (Name == White ? Attack : $"{Attack}:{Name}") + AttackSettings.Given(Settings);

    /// <summary>What is given of the attack's settings; everything else is at its default.</summary>
    public AttackSpec Settings { get; init; } = new() { Name = Attack, Case = Name };

    /// <summary>How many cells share what the attacker learns before it sees a message.</summary>
    public LearnedFor Learning { get; init; } = LearnedFor.Cell;

    /// <summary>Whether there is a defence that it can allow for. Without one no attacker is called adaptive.</summary>
    public static bool CanAdaptTo(DefenseChain defense) => defense.Steps.Count > 0;

    /// <summary>Every setting of the attack at a cut of a network, with the attacker's seed: what is given, else the default.</summary>
    public required Func<AttackSpec, NetworkSpec, string, ulong, IAttackSettings> Resolve { get; init; }

    /// <summary>The attack with such settings and with what attackers learned before; null to learn everything anew.</summary>
    public required Func<IAttackSettings, LearnedModels?, IAttack> Make { get; init; }

    /// <summary>The settings that users can give it, of those of <see cref="AttackSettings"/>.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];

    /// <summary>Its default settings in words: one line without a full stop. Empty for an attack that is in no table of the papers.</summary>
    public string Defaults { get; init; } = "";

    /// <summary>What this attacker knows of a victim.</summary>
    public required Func<VictimView, AttackerKnowledge> Know { get; init; }

    /// <summary>How it makes the layers with which it imitates the device's, of network and cut; null if it does not.</summary>
    public Func<NetworkSpec, string, NetworkSpec>? Structure { get; init; }

    /// <summary>Whether the attacker learns through the cloud's half.</summary>
    public bool LearnsThroughCloud { get; init; }

    /// <summary>The case of an attack that knows the device's layers, and pictures like those that they learned from.</summary>
    /// <param name="attack">The name of the attack.</param>
    /// <param name="learns">Whether the attacker trains something of its own.</param>
    /// <param name="make">See <see cref="Make"/>.</param>
    /// <param name="resolve">See <see cref="Resolve"/>.</param>
    public static AttackCase WhiteBox(
        string attack, bool learns, Func<IAttackSettings, LearnedModels?, IAttack> make, Func<AttackSpec, NetworkSpec, string, ulong, IAttackSettings> resolve) =>
        new(attack, White, White, VictimPart.All, learns)
        {
            Make = make,
            Resolve = resolve,
            Know = view => new WhiteBox(view.Victim.Network, view.Victim.TrainedOn),
        };

    /// <summary>What the cost of its attack follows from, before anything is trained.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="pictures">The number of pictures that it asks about, if it may query.</param>
    public AttackOutline Outline(NetworkSpec network, string split, int pictures) => AttackOutline.Of(network, split) with
    {
        Known = Knowledge == White ? network : null,
        Imitated = Structure?.Invoke(network, split),
        CloudFlops = LearnsThroughCloud ? SplitCost.Of(network, split).CloudFlops : 0,
        Queries = Knowledge == "black-box" ? pictures : 0,
    };
}

/// <summary>What an attacker's own training depends on, besides its seed and its settings.</summary>
public enum LearnedFor
{
    /// <summary>Network, cut, defence and what the attacker knows of it: each cell learns anew.</summary>
    Cell,

    /// <summary>Network and cut: learned once for all defences.</summary>
    Cut,

    /// <summary>The pictures alone: learned once for an experiment.</summary>
    Experiment,
}

/// <summary>The pictures that the attacked network was trained on.</summary>
public enum VictimPart
{
    /// <summary>The whole training part.</summary>
    All,

    /// <summary>Its first half: the attacker has the second, which the network has never seen.</summary>
    FirstHalf,
}

/// <summary>A victim as one attack sees it.</summary>
/// <param name="Victim">The network and the pictures.</param>
/// <param name="Split">The last layer on the device.</param>
/// <param name="Defense">
/// What the answers to queries went through: the device's defence for an attacker who learns from what crosses the link, none
/// for a naive one, who learned before the defence was there. Trained weights are the device's in either case.
/// </param>
/// <param name="Seed">The attacker's own seed, which also keys the noise of the answers.</param>
public sealed record VictimView(Victim Victim, string Split, DefenseChain Defense, ulong Seed)
{
    /// <summary>The device's half as a function that answers queries.</summary>
    public QueryOracle Oracle() => new(Victim.Network, Split, Defense, Seed);

    /// <summary>The device's layers as the attacker imitates them.</summary>
    public NetworkSpec Same() => HeadStructure.Same(Victim.Network.Spec, Split);

    /// <summary>Other layers with which the attacker imitates them.</summary>
    public NetworkSpec Different() => HeadStructure.Different(Victim.Network.Spec, Split);

    /// <summary>The cloud's half, which the untrusted cloud has.</summary>
    public CloudHalf Cloud() => new(Victim.Network, Split);
}
