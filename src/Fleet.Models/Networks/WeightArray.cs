namespace Fleet.Models.Networks;

/// <summary>One named array of weights, outside the tensor library.</summary>
/// <param name="Name">Layer and role, such as conv1.weight.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">The elements, the last dimension running fastest.</param>
internal sealed record WeightArray(string Name, IReadOnlyList<long> Shape, float[] Values)
{
    /// <summary>The arrays that a network needs, without their values, in the order of its layers.</summary>
    public static IReadOnlyList<RequiredArray> Required(NetworkSpec network) =>
    [
        .. network.AllLayers.SelectMany((layer, i) => layer.Arrays.Select(array =>
            new RequiredArray(i, $"{layer.Name}.{array.Role.Suffix()}", array.Shape, array.Role))),
    ];
}

/// <summary>An array that a network needs.</summary>
/// <param name="Layer">The position of its layer in <see cref="NetworkSpec.AllLayers"/>.</param>
/// <param name="Name">Layer and role, such as conv1.weight.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Role">What it is for.</param>
internal sealed record RequiredArray(int Layer, string Name, long[] Shape, ArrayRole Role)
{
    /// <summary>The number of elements.</summary>
    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);
}
