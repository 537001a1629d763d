namespace Fleet.Models.Defenses;

/// <summary>
/// What a defence costs the device, in floating point operations for one element: 2 for a multiplication with an
/// addition, 1 for any other arithmetic operation, comparison or selection.
/// </summary>
/// <remarks>
/// <para>
/// Drawing random numbers is most of the work, so it counts. It is counted as the generator of this program does it, an
/// integer operation like a floating point one: the assumption is that the device does either at the same rate.
/// </para>
/// <para>
/// Left out are table look-ups, conversions, and the second attempts of the normal draw (fewer than 1 in 50).
/// </para>
/// </remarks>
public static class DefenseCost
{
    /// <summary>
    /// A random 32-bit word: Philox4x32-10 makes four of them in 10 rounds of 2 multiplications, 4 exclusive-ors and 2
    /// additions.
    /// </summary>
    public const long RandomWord = 10 * (2 + 4 + 2) / 4;

    /// <summary>A natural logarithm: the 30 operations of the series in <see cref="Randomness.PortableMath.Log"/>.</summary>
    public const long Logarithm = 30;

    /// <summary>A standard normal by the ziggurat method: two words, a multiplication, a comparison, a sign.</summary>
    public const long Normal = (2 * RandomWord) + 3;

    /// <summary>A value that is moved or erased, without arithmetic.</summary>
    public const long Move = 1;
}
