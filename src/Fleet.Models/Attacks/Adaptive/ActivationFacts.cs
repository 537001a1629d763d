namespace Fleet.Models.Attacks.Adaptive;

/// <summary>What an attacker knows of undefended activations at a cut.</summary>
/// <param name="HasTrueZeros">Whether the device's last layer gives zeros of its own, as a rectifier does.</param>
/// <param name="Typical">What they look like; null if the attacker does not know, or needs it for no step of the defence.</param>
internal sealed record ActivationFacts(bool HasTrueZeros, ActivationStatistics? Typical = null);
