using Fleet.Actors.World.Topology;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;

namespace Fleet.Host.Scenarios;

/// <summary>The rules that scenarios can name: whoever reads a scenario says which there are.</summary>
public sealed record Catalogs
{
    /// <summary>Those of the program itself.</summary>
    public static Catalogs BuiltIn { get; } = new();

    /// <summary>The arrival processes by their names.</summary>
    public IReadOnlyList<(string Name, ArrivalKind Kind)> Arrivals { get; init; } = [("poisson", ArrivalKind.Poisson), ("periodic", ArrivalKind.Periodic)];

    /// <summary>The laws of service times by their names.</summary>
    public IReadOnlyList<(string Name, ServiceLaw Law)> ServiceLaws { get; init; } = [("from-cost", ServiceLaw.FromCost), ("exponential", ServiceLaw.Exponential)];

    /// <summary>The defences.</summary>
    public DefenseCatalog Defenses { get; init; } = DefenseCatalog.BuiltIn;

    /// <summary>
    /// The attacks with what their attackers have. The network of a fleet learns from the whole training part, so that an attacker
    /// has no pictures that it has not seen.
    /// </summary>
    public IReadOnlyList<AttackCase> Attacks { get; init; } = [.. AttackCases.All.Where(one => one.Victim == VictimPart.All)];
}
