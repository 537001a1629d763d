using System.Globalization;
using Fleet.Models.Attacks;
using Fleet.Models.Defenses;

namespace Fleet.Models.Attacks.Cases;

/// <summary>One attack on one defended cut of one trained network.</summary>
/// <param name="Index">The position in the plan, from 0.</param>
/// <param name="TrainingSeed">The seed with which the attacked network was trained.</param>
/// <param name="AttackerSeed">The attacker's own seed.</param>
/// <param name="Case">The attack and what its attacker knows.</param>
/// <param name="Split">The last layer on the device.</param>
/// <param name="Defense">What the device does to its messages.</param>
/// <param name="Adaptive">Whether the attacker allows for the defence; false without one.</param>
public sealed record AttackCell(
    int Index, ulong TrainingSeed, ulong AttackerSeed, AttackCase Case, string Split, DefenseChain Defense, bool Adaptive)
{
    /// <summary>The cell on one line.</summary>
    public string Canonical => string.Create(
        CultureInfo.InvariantCulture,
        $"{Index} {Case.Key} {Split} {Defense.Canonical} {(Adaptive ? "adaptive" : "naive")} training-seed {TrainingSeed} attacker-seed {AttackerSeed}");
}
