using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Host.Experiments;

/// <summary>Weights that a user brings to an experiment.</summary>
/// <param name="File">The file.</param>
/// <param name="Hash">The hash of its weights: a folder of results goes on with these and no others.</param>
internal sealed record OwnWeights(FileReference File, string Hash)
{
    /// <summary>A plan with the weights of a file, after a look into it. What would need other weights is refused.</summary>
    /// <exception cref="UsageException">An attack or a defence of the plan needs a training of the network.</exception>
    /// <exception cref="WeightsException">The file cannot be used.</exception>
    public static AttackPlan Into(AttackPlan plan, FileReference file)
    {
        if (plan.Defenses.FirstOrDefault(defense => defense.Training != TrainingNeed.None) is { } learning)
        {
            throw new UsageException($"'{learning.Canonical}' is learned with the network, but the weights come from {file.Written}; leave one of them out.");
        }

        if (plan.Cases.FirstOrDefault(one => one.Victim != VictimPart.All) is { } other)
        {
            throw new UsageException(
                $"{other.Key} needs pictures that the network has not seen, and nothing tells what {file.Written} was trained on; leave one of them out.");
        }

        using TrainedNetwork network = WeightsFile.Load(plan.Network, file.FullPath);
        return plan with { Weights = new OwnWeights(file, network.WeightsHash) };
    }
}
