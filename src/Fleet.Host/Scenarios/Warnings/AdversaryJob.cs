using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Warnings;

/// <summary>What an adversary computes in one go.</summary>
/// <param name="Seconds">How long it takes, in simulated time.</param>
/// <param name="IsPreparation">Whether it is what the adversary does once, before any message; else it is the attack on a message.</param>
/// <param name="FlopsPerSecond">The adversary's compute budget.</param>
internal sealed record AdversaryJob(double Seconds, bool IsPreparation, double FlopsPerSecond)
{
    /// <summary>The longest of a fleet, by the figures of the scenario alone; null without an adversary.</summary>
    public static AdversaryJob? Longest(FleetSpec fleet)
    {
        if (fleet.Adversary is not { } adversary)
        {
            return null;
        }

        double attack = Enumerable.Range(0, fleet.DeviceClasses.Count)
            .Where(i => fleet.LinkOf(fleet.DeviceClasses[i]).Server == adversary.Server)
            .Select(i => (double)adversary.AttackFlopsByClass[i])
            .DefaultIfEmpty()
            .Max();
        bool isPreparation = adversary.PreparationFlops > attack;
        return new AdversaryJob(Math.Max(attack, adversary.PreparationFlops) / adversary.FlopsPerSecond, isPreparation, adversary.FlopsPerSecond);
    }
}
