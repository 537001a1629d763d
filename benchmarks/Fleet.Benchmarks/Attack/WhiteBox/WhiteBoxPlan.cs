namespace Fleet.Benchmarks.Attack.WhiteBox;

/// <summary>What is compared.</summary>
/// <param name="Epochs">The lengths of the trainings.</param>
/// <param name="Seeds">Training seeds, from 1 on.</param>
/// <param name="Splits">The cuts.</param>
/// <param name="Defenses">Defences on the activation.</param>
/// <param name="First">The first test picture.</param>
/// <param name="Images">How many pictures.</param>
internal sealed record WhiteBoxPlan(
    IReadOnlyList<int> Epochs, int Seeds, IReadOnlyList<string> Splits, IReadOnlyList<string> Defenses, int First, int Images)
{
    /// <summary>The name of no defence.</summary>
    public const string NoDefense = "none";

    /// <summary>Every run. A defence is attacked by one who knows it and by one who does not.</summary>
    /// <param name="data">The name of the data set.</param>
    public IReadOnlyList<WhiteBoxRun> Runs(string data) =>
    [
        .. from epochs in Epochs
           from defense in Defenses
           from adaptive in (IEnumerable<bool>)(defense == NoDefense ? [true] : [false, true])
           from split in Splits
           from seed in Enumerable.Range(1, Seeds)
           from published in (IEnumerable<bool>)[false, true]
           select WhiteBoxRun.Of(new WhiteBoxCell(epochs, (ulong)seed, split, defense, adaptive), published, data, First, Images),
    ];
}
