namespace Fleet.Models.Randomness;

/// <summary>
/// Elementary functions built from operations that IEEE 754 rounds exactly, so that simulated times are the same bits
/// on every machine. The platform's own differ in the last bit between C libraries.
/// </summary>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const long BitsOfOne = 0x3FF0000000000000;
    private const long BitsOfSquareRootOfHalf = 0x3FE6A09E667F3BCD;

    /// <summary>The natural logarithm of a positive normal number, to within 2 units in the last place.</summary>
    /// <remarks>
    /// With x = 2^k m and m in [sqrt(1/2), sqrt(2)): ln x = k ln 2 + 2 artanh(s), s = (m - 1) / (m + 1), the series of
    /// artanh cut after s^21, where |s| is at most 0.1716 and the rest is below 2^-60.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The argument is not a positive normal number.</exception>
    public static double Log(double x)
    {
        if (!double.IsNormal(x) || x < 0)
        {
            ThrowNotPositive(x);
        }

        // Without a branch, since the half that holds the mantissa is as random as the argument: with the bits shifted so
        // that sqrt(1/2) takes the place of 1, the exponent field is k and the rest the distance of m from sqrt(1/2).
        long bits = BitConverter.DoubleToInt64Bits(x) + (BitsOfOne - BitsOfSquareRootOfHalf);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) + BitsOfSquareRootOfHalf);

        double f = mantissa - 1;
        double s = f / (2 + f);
        double s2 = s * s;
        double s4 = s2 * s2;
        double s8 = s4 * s4;

        // In pairs (G. Estrin, 1960), for the terms of a Horner scheme wait for each other: this is half the time of an
        // exponential draw. A fused multiply-add rounds once, on every machine.
        double low = Pair(Pair(2.0 / 3, 2.0 / 5, s2), Pair(2.0 / 7, 2.0 / 9, s2), s4);
        double high = Pair(Pair(2.0 / 11, 2.0 / 13, s2), Pair(2.0 / 15, 2.0 / 17, s2), s4);
        double series = Pair(low, Pair(high, Pair(2.0 / 19, 2.0 / 21, s2), s8), s8);

        // 2 artanh(s) = 2 s + s^3 series, and 2 s = f - s f keeps the low bits that 2 s alone would lose.
        double logMantissa = f - (s * (f - (s2 * series)));
        return (exponent * Ln2High) + (logMantissa + (exponent * Ln2Low));
    }

    private static double Pair(double constant, double factor, double x) => Math.FusedMultiplyAdd(factor, x, constant);

    // Apart, so that the hot method stays small.
    private static void ThrowNotPositive(double x) =>
        throw new ArgumentOutOfRangeException(nameof(x), x, "The logarithm needs a positive normal number.");
}
