using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Host.Scenarios;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;

namespace Fleet.Host.Experiments;

/// <summary>Attacks on cut networks without a fleet: every combination is a cell.</summary>
internal sealed record AttackPlan
{
    /// <summary>The network.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>Its data: learned from the training part, attacked on pictures of the test part.</summary>
    public required DatasetInfo Data { get; init; }

    /// <summary>The attacked network's weights, if they are a user's own; null if they are trained.</summary>
    public OwnWeights? Weights { get; init; }

    /// <summary>How often every training picture is used.</summary>
    public required int Epochs { get; init; }

    /// <summary>The seeds with which the attacked network is trained; a cell for each.</summary>
    public required IReadOnlyList<ulong> TrainingSeeds { get; init; }

    /// <summary>The attacker's own seeds; a cell for each, where the attacker trains something.</summary>
    public required IReadOnlyList<ulong> AttackerSeeds { get; init; }

    /// <summary>The last layers on the device, in the order of the network.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>The attacks and what their attackers know.</summary>
    public required IReadOnlyList<AttackCase> Cases { get; init; }

    /// <summary>Whether the results also say what the strongest attack recovers of each picture; no cell depends on it.</summary>
    public bool Strongest { get; init; }

    /// <summary>What the device does to its messages.</summary>
    public required IReadOnlyList<DefenseChain> Defenses { get; init; }

    /// <summary>Attackers who know the defence (true) and who ignore it (false).</summary>
    public required IReadOnlyList<bool> Adaptive { get; init; }

    /// <summary>How many pictures of the test part are attacked.</summary>
    public required int Images { get; init; }

    /// <summary>The first of them, as an index into the test part.</summary>
    public int FirstImage { get; init; }

    /// <summary>The pictures in words: "16 test pictures", or which, if they are not the first.</summary>
    public string PicturesInWords => FirstImage == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Images:N0} test picture{(Images == 1 ? "" : "s")}")
        : string.Create(CultureInfo.InvariantCulture, $"test pictures {FirstImage} to {FirstImage + Images - 1}");

    /// <summary>How often the device sends each picture, with new noise each time.</summary>
    public int Transmissions { get; init; } = 1;

    /// <summary>Where tensors are computed.</summary>
    public ComputeDevice Compute { get; init; } = ComputeDevice.Cpu;

    /// <summary>The cells, in the order in which they run: those that share a network and a defence stand together.</summary>
    public IReadOnlyList<AttackCell> Cells()
    {
        IEnumerable<AttackCell> cells =
            from trainingSeed in TrainingSeeds
            from victim in Cases.Select(one => one.Victim).Distinct().Order()
            from split in Splits
            from defense in Defenses
            from attack in Cases
            where attack.Victim == victim
            from attackerSeed in attack.Learns ? AttackerSeeds : AttackerSeeds.Take(1)
            from adaptive in Attackers(defense)
            select new AttackCell(0, trainingSeed, attackerSeed, attack, split, defense, adaptive);
        return [.. cells.Select((cell, index) => cell with { Index = index })];
    }

    // A defence that lies in the weights alone has no attacker who ignores it: whoever attacks, attacks these weights.
    private IEnumerable<bool> Attackers(DefenseChain defense) =>
        !AttackCase.CanAdaptTo(defense) ? [false]
        : defense.Steps.All(step => step.Training == TrainingNeed.Weights) ? [Adaptive.Contains(true)]
        : Adaptive;

    /// <summary>What tells the pictures from others: two folders of a user's own may have one name.</summary>
    public string Pictures => Data.PicturesAt is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"{Data.Name} {Data.TrainCount} and {Data.TestCount} pictures at {place}{(Data.Fit == PictureFit.None ? "" : $", {Data.Fit.Canonical}")}")
        : Data.Name;

    /// <summary>How the network of a cell is trained.</summary>
    public TrainingSettings Training(ulong seed) => new(seed, Epochs);

    /// <summary>The network of a cell and its data.</summary>
    public ModelSection Model(ulong seed) => new(Network, Data, Training(seed)) { Weights = Weights?.File };

    /// <summary>Every setting of a cell's attack: what the user gives, else the defaults of the split point.</summary>
    public IAttackSettings Settings(AttackCell cell) =>
        cell.Case.Resolve(cell.Case.Settings, Network, cell.Split, cell.AttackerSeed);

    /// <summary>Everything that decides the cells and what they give, as JSON in a fixed order.</summary>
    public string Canonical => AttackPlanJson.ToText(this);

    /// <summary>Tells the cells of this plan from those of another.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)))[..16];
}
