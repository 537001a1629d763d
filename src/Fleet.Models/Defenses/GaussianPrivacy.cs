using MathNet.Numerics;

namespace Fleet.Models.Defenses;

/// <summary>
/// The privacy of normal noise, exactly: a mechanism is mu-GDP if telling two neighbouring inputs apart from its output is
/// at least as hard as telling N(0, 1) from N(mu, 1).
/// </summary>
/// <remarks>
/// <para>
/// Balle and Wang, "Improving the Gaussian Mechanism for Differential Privacy: Analytical Calibration and Optimal
/// Denoising", ICML 2018, theorem 8; Dong, Roth, Su, "Gaussian Differential Privacy", Journal of the Royal Statistical
/// Society B 84, 2022, corollaries 1 and 2. Normal noise of standard deviation sigma on a message of sensitivity s (the
/// greatest Euclidean distance of two messages) is (s / sigma)-GDP, and this is exact.
/// </para>
/// <para>
/// Here any two pictures are neighbours, and messages lie within a radius C, so s = 2 C. What follows the noise, the cloud
/// and the adversary included, cannot weaken the guarantee.
/// </para>
/// </remarks>
public static class GaussianPrivacy
{
    private const double SquareRootOf2 = 1.41421356237309504880;

    /// <summary>The least delta for which a mu-GDP mechanism is (epsilon, delta)-differentially private.</summary>
    /// <param name="epsilon">Epsilon, at least 0.</param>
    /// <param name="mu">mu, greater than 0.</param>
    /// <returns>Phi(mu / 2 - epsilon / mu) - exp(epsilon) Phi(-mu / 2 - epsilon / mu), in [0, 1].</returns>
    public static double Delta(double epsilon, double mu)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mu);

        // With near and far the two arguments, exp(epsilon) Phi(-far) = exp(-near^2 / 2) erfcx(far / sqrt 2) / 2: nothing
        // overflows, and for near > 0 the two terms share their small factor.
        double near = (epsilon / mu) - (mu / 2);
        double far = (epsilon / mu) + (mu / 2);
        double common = Math.Exp(-near * near / 2) / 2;
        return near > 0
            ? common * (ScaledErfc(near / SquareRootOf2) - ScaledErfc(far / SquareRootOf2))
            : (SpecialFunctions.Erfc(near / SquareRootOf2) / 2) - (common * ScaledErfc(far / SquareRootOf2));
    }

    /// <summary>The least epsilon for which a mu-GDP mechanism is (epsilon, delta)-differentially private.</summary>
    /// <param name="mu">mu, greater than 0.</param>
    /// <param name="delta">Delta, in (0, 1).</param>
    public static double Epsilon(double mu, double delta)
    {
        CheckDelta(delta);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mu);
        if (Delta(0, mu) <= delta)
        {
            return 0;
        }

        double high = 1;
        while (Delta(high, mu) > delta)
        {
            high *= 2;
        }

        return Bisect(0, high, epsilon => Delta(epsilon, mu) > delta);
    }

    /// <summary>The greatest mu for which a mu-GDP mechanism is (epsilon, delta)-differentially private.</summary>
    /// <param name="epsilon">Epsilon, at least 0.</param>
    /// <param name="delta">Delta, in (0, 1).</param>
    public static double Mu(double epsilon, double delta)
    {
        CheckDelta(delta);
        double high = 1;
        while (Delta(epsilon, high) < delta)
        {
            high *= 2;
        }

        double low = high;
        while (Delta(epsilon, low) > delta)
        {
            low /= 2;
        }

        return Bisect(low, high, mu => Delta(epsilon, mu) < delta);
    }

    /// <summary>The mu of so many mu-GDP mechanisms on one input, each with fresh noise: mu sqrt(n).</summary>
    /// <param name="mu">The mu of each.</param>
    /// <param name="transmissions">How many, at least 1.</param>
    public static double Compose(double mu, long transmissions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(transmissions);
        return mu * Math.Sqrt(transmissions);
    }

    /// <summary>
    /// The least standard deviation with which so many transmissions of one input are together (epsilon,
    /// delta)-differentially private: the analytic Gaussian mechanism.
    /// </summary>
    /// <param name="epsilon">Epsilon, at least 0.</param>
    /// <param name="delta">Delta, in (0, 1).</param>
    /// <param name="sensitivity">The greatest Euclidean distance of two messages: twice the clipping radius.</param>
    /// <param name="transmissions">How often one input is sent, at least 1.</param>
    public static double Sigma(double epsilon, double delta, double sensitivity = 1, long transmissions = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sensitivity);
        return Compose(sensitivity, transmissions) / Mu(epsilon, delta);
    }

    /// <summary>The epsilon of clipping and normal noise after so many transmissions of one picture.</summary>
    /// <param name="sigma">The standard deviation of the noise, greater than 0.</param>
    /// <param name="clip">The clipping radius in the same units, greater than 0.</param>
    /// <param name="transmissions">How often the picture is sent, at least 1.</param>
    /// <param name="delta">Delta, in (0, 1).</param>
    public static double Epsilon(double sigma, double clip, long transmissions, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clip);
        return Epsilon(Compose(2 * clip / sigma, transmissions), delta);
    }

    /// <summary>
    /// The mu of one message under a chain of defences: that of the first normal noise behind a clipping at the same place,
    /// with nothing between them that could lengthen a message. The smaller one, if both places have it.
    /// </summary>
    /// <returns>mu, or null if the chain gives no such guarantee.</returns>
    public static double? MuOf(DefenseChain defense)
    {
        double? least = null;
        double? radius = null;
        DefensePlace place = DefensePlace.Input;
        foreach (DefenseStep step in defense.Steps)
        {
            if (step.Place != place)
            {
                (place, radius) = (step.Place, null);
            }

            if (step.Law is GaussianLaw noise && radius is { } reach)
            {
                least = Math.Min(least ?? double.PositiveInfinity, 2 * reach / noise.Sigma);
            }

            radius = step.NormBound(radius);
        }

        return least;
    }

    /// <summary>exp(x^2) erfc(x) for x at least 0.</summary>
    private static double ScaledErfc(double x)
    {
        if (x < 10)
        {
            return Math.Exp(x * x) * SpecialFunctions.Erfc(x);
        }

        // The asymptotic series 1 - 1 / (2 x^2) + 1 3 / (2 x^2)^2 - ..., whose tenth term is below 1e-14 from 10 on.
        double ratio = 1 / (2 * x * x);
        double term = 1;
        double sum = 1;
        for (int k = 1; k <= 10; k++)
        {
            term *= -((2 * k) - 1) * ratio;
            sum += term;
        }

        return sum / (x * Math.Sqrt(Math.PI));
    }

    /// <summary>Where a condition that holds at the low end and not at the high end changes, to the last bit.</summary>
    private static double Bisect(double low, double high, Func<double, bool> holds)
    {
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return high;
            }

            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }
    }

    private static void CheckDelta(double delta)
    {
        if (delta is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Delta lies between 0 and 1.");
        }
    }
}
