using Fleet.Host.Attacks;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Training;

namespace Fleet.Host.Runs;

/// <summary>Measures how often each cut and defended network of a fleet is right on the whole test part.</summary>
internal static class AccuracyStage
{
    /// <summary>Adds a row for each split and defence of the fleet, in the order of the scenario.</summary>
    /// <param name="network">The network and its data.</param>
    /// <param name="scenario">The fleet.</param>
    /// <param name="rows">Takes the rows as they are finished, so that an interruption keeps them.</param>
    /// <param name="progress">Takes how far it is.</param>
    /// <param name="cancellation">Interrupts between batches.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static int Run(
        PreparedNetwork network, Scenario scenario, List<AccuracyRow> rows, IStageProgress progress, CancellationToken cancellation)
    {
        (string Split, DefenseChain Defense)[] pairs = [.. scenario.Devices.Select(d => (d.Split, d.Defense)).Distinct()];
        for (int i = 0; i < pairs.Length; i++)
        {
            (string split, DefenseChain defense) = pairs[i];
            progress.Report((double)i / pairs.Length, $"{split}, {defense.Canonical}");
            Victim victim = network.For(split, defense);
            AccuracyResult result = AccuracyEvaluator.Evaluate(victim.Network, victim.Test, split, victim.Defense, scenario.Seed, cancellation);
            rows.Add(new AccuracyRow(
                scenario.Model.Network.Name, scenario.Model.Data.Name, split, defense.Canonical,
                result.Value, result.Ci95, result.Samples));
        }

        progress.Report(1, $"{pairs.Length} of split and defence");
        return rows.Count;
    }
}
