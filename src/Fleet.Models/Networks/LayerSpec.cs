using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>
/// One named layer of a network, as a row of its table: shapes and costs are computed from it, tensors are not needed.
/// Operations count 2 for a multiply-accumulate and 1 for each bias, activation function and compared element.
/// </summary>
/// <param name="Name">The name of the layer, which is also the name of the cut after it.</param>
public abstract record LayerSpec(string Name)
{
    /// <summary>The kind of the layer, in lower case: the key of cost models that differ by kind.</summary>
    public abstract string Kind { get; }

    /// <summary>The number of trained numbers: weights and biases.</summary>
    public abstract long Parameters { get; }

    /// <summary>Everything about the layer that decides what it computes, on one line in a fixed format.</summary>
    public abstract string Canonical { get; }

    /// <summary>The shape that comes out when <paramref name="input"/> goes in.</summary>
    /// <exception cref="ArgumentException">The layer does not take this shape.</exception>
    public abstract TensorShape OutputShape(TensorShape input);

    /// <summary>Floating point operations for one input of the given shape.</summary>
    /// <exception cref="ArgumentException">The layer does not take this shape.</exception>
    public abstract long Flops(TensorShape input);

    /// <summary>The layers inside this one, in the order of their weights; none for most.</summary>
    internal virtual IReadOnlyList<LayerSpec> Parts => [];

    /// <summary>The arrays of this layer itself, without those of its parts.</summary>
    internal virtual IReadOnlyList<LayerArray> Arrays => [];

    private protected ArgumentException Refuse(TensorShape input, string expected) =>
        new($"Layer {Name} takes {expected}, not {input}.", nameof(input));
}
