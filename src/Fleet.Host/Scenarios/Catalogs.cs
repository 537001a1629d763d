using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;

namespace Fleet.Host.Scenarios;

/// <summary>The rules that scenarios can name: whoever reads a scenario says which there are.</summary>
public sealed record Catalogs
{
    /// <summary>Those of the program itself.</summary>
    public static Catalogs BuiltIn { get; } = new();

    /// <summary>The arrival processes.</summary>
    public ArrivalCatalog Arrivals { get; init; } = ArrivalCatalog.BuiltIn;

    /// <summary>The laws of service times.</summary>
    public ServiceLawCatalog ServiceLaws { get; init; } = ServiceLawCatalog.BuiltIn;

    /// <summary>The defences.</summary>
    public DefenseCatalog Defenses { get; init; } = DefenseCatalog.BuiltIn;

    /// <summary>The attacks.</summary>
    public AttackCatalog Attacks { get; init; } = AttackCatalog.BuiltIn;

    /// <summary>
    /// The attacks on fleets with what their attackers have. The network of a fleet learns from the whole training part, so that an
    /// attacker has no pictures that it has not seen.
    /// </summary>
    internal IEnumerable<AttackCase> FleetAttacks => Attacks.Cases.Where(one => one.Victim == VictimPart.All);
}
