namespace Fleet.Models.Defenses;

/// <summary>The equally spaced values that a message is rounded to: step x (n - zero) for n from 0 to last.</summary>
/// <param name="Step">The distance of two neighbours, as it is sent; 0 if every element is 0, or all are so small that the step would be subnormal.</param>
/// <param name="Zero">The number n that stands for 0.</param>
/// <param name="Last">The greatest number n: 2^bits - 1.</param>
public readonly record struct QuantizationGrid(float Step, int Zero, int Last)
{
    // Below it a float has fewer digits, and the number of steps to an element is off by more than a half.
    private const float LeastStep = 1.17549435e-38f;

    /// <summary>
    /// The grid of a message. It spans the elements and 0, shifted by less than half a step so that 0 lies on it: what a
    /// defence erased stays erased. With 1 bit there is no room for both ends: the values are 0 and the end of greater
    /// magnitude, the greater end if both have the same.
    /// </summary>
    /// <remarks>Already quantised values give the grid that they lie on, so the receiver can compute it too.</remarks>
    /// <param name="values">The elements of one message, finite.</param>
    /// <param name="bits">Bits an element, from 1 to 8.</param>
    public static QuantizationGrid Of(ReadOnlySpan<float> values, int bits)
    {
        (float low, float high) = (0, 0);
        foreach (float value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (bits == 1)
        {
            (low, high) = -low > high ? (low, 0f) : (0f, high);
        }

        int last = (1 << bits) - 1;
        double exact = ((double)high - low) / last;
        float step = (float)exact;

        // Rounded down, so that the elements reach the first and the last value of the grid even at a tie.
        step = step > exact ? MathF.BitDecrement(step) : step;
        return step >= LeastStep ? new QuantizationGrid(step, -(int)Nearest(low / (double)step), last) : new QuantizationGrid(0, 0, last);
    }

    /// <summary>The nearest value of the grid; halfway, the greater one.</summary>
    public float Round(float value)
    {
        if (Step == 0)
        {
            return 0;
        }

        double steps = Math.Clamp(Nearest(value / (double)Step), -Zero, Last - Zero);

        // Adding 0 turns a negative zero into zero.
        return (float)(steps * Step) + 0f;
    }

    private static double Nearest(double steps) => Math.Floor(steps + 0.5);
}
