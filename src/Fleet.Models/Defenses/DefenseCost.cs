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

    /// <summary>Gaussian noise: a standard normal, times sigma, added.</summary>
    public const long Gaussian = Normal + 2;

    /// <summary>Laplace noise: two words, a logarithm, a sign, times b, added.</summary>
    public const long Laplace = (2 * RandomWord) + Logarithm + 1 + 2;

    /// <summary>Dropout: a word, compared with the rate, and a selection.</summary>
    public const long Dropout = RandomWord + 2;

    /// <summary>Rescaled dropout: dropout and a multiplication.</summary>
    public const long RescaledDropout = Dropout + 1;

    /// <summary>A value that is moved or erased, without arithmetic.</summary>
    public const long Move = 1;

    /// <summary>
    /// Quantisation: two comparisons for the range, a division, a rounding, two comparisons for the ends, and the offset.
    /// </summary>
    public const long Quantization = 7;

    /// <summary>
    /// Top-k: four passes of a radix selection with a comparison and a count each, the comparison with the threshold, and
    /// the selection.
    /// </summary>
    public const long TopK = (4 * 2) + 2;

    /// <summary>Clipping: a square added to the norm, and a multiplication.</summary>
    public const long Clip = 3;

    /// <summary>Learned noise: an addition. The choice of the tensor is one draw a message and left out.</summary>
    public const long LearnedNoise = 1;
}
