namespace Fleet.Benchmarks.Attack.WhiteBox;

/// <summary>What is compared.</summary>
/// <param name="Epochs">The lengths of the trainings.</param>
/// <param name="Seeds">Training seeds, from 1 on.</param>
/// <param name="Splits">The cuts.</param>
/// <param name="Defenses">Defences on the activation.</param>
/// <param name="Attackers">Who attacks a defence: those who know it (true) and those who do not (false).</param>
/// <param name="First">The first test picture.</param>
/// <param name="Images">How many pictures.</param>
internal sealed record WhiteBoxPlan(
    IReadOnlyList<int> Epochs, int Seeds, IReadOnlyList<string> Splits, IReadOnlyList<string> Defenses, IReadOnlyList<bool> Attackers, int First, int Images)
{
    /// <summary>The name of no defence.</summary>
    public const string NoDefense = "none";

    /// <summary>Every run.</summary>
    /// <param name="data">The name of the data set.</param>
    public IReadOnlyList<WhiteBoxRun> Runs(string data) =>
    [
        .. from epochs in Epochs
           from defense in Defenses
           from adaptive in defense == NoDefense ? [true] : Attackers
           from split in Splits
           from seed in Enumerable.Range(1, Seeds)
           from published in (IEnumerable<bool>)[false, true]
           select WhiteBoxRun.Of(new WhiteBoxCell(epochs, (ulong)seed, split, defense, adaptive), published, data, First, Images),
    ];
}
