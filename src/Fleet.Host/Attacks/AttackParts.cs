using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;

namespace Fleet.Host.Attacks;

/// <summary>The names of the parts of an attack's work, by which the time that is left is estimated.</summary>
internal static class AttackParts
{
    /// <summary>What the attacker of a cell learns before it sees a message.</summary>
    public static string Learning(AttackCell cell) => $"learning {cell.Case.Key}";

    /// <summary>The attack of a cell.</summary>
    public static string Attack(AttackCell cell) => $"attack {cell.Case.Key}";

    /// <summary>What the attacker of a cell learns: the same text for cells of one attack that share it.</summary>
    public static string Learned(AttackCell cell) => $"{cell.AttackerSeed} " + cell.Case.Learning switch
    {
        LearnedFor.Experiment => "",
        LearnedFor.Cut => $"{Network(cell)} {cell.Split}",
        _ => $"{Cut(cell)} {cell.Adaptive}",
    };

    /// <summary>The attacked network of a cell: the same text for cells that share it.</summary>
    public static string Network(AttackCell cell) =>
        $"{cell.TrainingSeed} {cell.Case.Victim} " + (cell.Defense.Training == TrainingNeed.None ? "" : $"{cell.Split} {cell.Defense.Canonical}");

    /// <summary>The defended cut of a cell: the same text for cells that share it.</summary>
    public static string Cut(AttackCell cell) => $"{Network(cell)} {cell.Split} {cell.Defense.Canonical}";
}
