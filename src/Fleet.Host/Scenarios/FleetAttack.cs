using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Scenarios;

/// <summary>The attack of a scenario's adversary: what its attacker has, and what it costs.</summary>
internal static class FleetAttack
{
    /// <summary>The case of the attack.</summary>
    public static AttackCase CaseOf(Scenario scenario) =>
        scenario.Catalogs.Attacks.Find(scenario.Adversary!.Attack.Name, scenario.Adversary.Attack.Case);

    /// <summary>What the attack costs at most at a split point.</summary>
    public static AttackCost Cost(Scenario scenario, string split)
    {
        AttackCase attack = CaseOf(scenario);
        ModelSection model = scenario.Model;
        return attack.Resolve(scenario.Adversary!.Attack, model.Network, split, 0).Attack(null)
            .Cost(attack.Outline(model.Network, split, model.Data.TrainCount));
    }
}
