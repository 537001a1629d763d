using Fleet.Models.Randomness;

namespace Fleet.Models.Attacks;

/// <summary>
/// Seeds of the attacker's own. They are not those of the device's network: equal seeds must not give an attacker the
/// initial weights that the network started from.
/// </summary>
internal static class AttackerSeed
{
    /// <summary>A seed for one of the attacker's networks.</summary>
    /// <param name="seed">The attacker's seed, as the user gives it.</param>
    /// <param name="network">Which network.</param>
    /// <param name="copy">Which of several of the kind, from 0.</param>
    public static ulong Of(ulong seed, uint network, uint copy = 0) => new CounterKey(seed, RandomPurpose.Attack).Bits(network, copy);
}
