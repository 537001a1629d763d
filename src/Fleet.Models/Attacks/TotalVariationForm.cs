namespace Fleet.Models.Attacks;

/// <summary>
/// Which objective an rMLE attack minimises. The forms weigh the total variation against the features differently, so
/// that one weight does not carry over to the other.
/// </summary>
public enum TotalVariationForm
{
    /// <summary>
    /// As the paper writes it: the sum of squared feature differences plus the weight times
    /// sum (|dx|^2 + |dy|^2)^(beta/2) with beta = 1.
    /// </summary>
    Paper,

    /// <summary>
    /// As the authors' published code computes it: the mean of squared feature differences plus the weight times the mean
    /// squared difference of horizontal neighbours plus that of vertical neighbours.
    /// </summary>
    MeanSquared,
}
