namespace Fleet.Models.Networks;

/// <summary>An array of numbers that belongs to a layer.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record LayerArray(ArrayRole Role, long[] Shape)
{
    /// <summary>The weight and the bias, if there is one, of a layer that sums products.</summary>
    public static LayerArray[] WeightAndBias(long[] weight, bool bias) => bias
        ? [new(ArrayRole.Weight, weight), new(ArrayRole.Bias, [weight[0]])]
        : [new(ArrayRole.Weight, weight)];
}

/// <summary>What an array of a layer is for.</summary>
internal enum ArrayRole
{
    /// <summary>The factors of a sum of products; its first dimension counts the sums.</summary>
    Weight,

    /// <summary>What is added to each sum.</summary>
    Bias,

    /// <summary>The factor of a normalised channel, 1 before training.</summary>
    Scale,

    /// <summary>What is added to a normalised channel, 0 before training.</summary>
    Shift,

    /// <summary>The mean of a channel as training saw it; counted, not trained.</summary>
    RunningMean,

    /// <summary>The variance of a channel as training saw it; counted, not trained.</summary>
    RunningVariance,
}

/// <summary>Properties of roles.</summary>
internal static class ArrayRoles
{
    /// <summary>The name behind the layer's, as PyTorch's state_dict has it.</summary>
    public static string Suffix(this ArrayRole role) => role switch
    {
        ArrayRole.Weight or ArrayRole.Scale => "weight",
        ArrayRole.Bias or ArrayRole.Shift => "bias",
        ArrayRole.RunningMean => "running_mean",
        ArrayRole.RunningVariance => "running_var",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>Whether gradients change it.</summary>
    public static bool IsTrained(this ArrayRole role) => role is not (ArrayRole.RunningMean or ArrayRole.RunningVariance);
}
