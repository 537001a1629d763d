using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>A function of one number, applied to every element: no weights, one operation an element.</summary>
/// <param name="Name">The layer's name.</param>
public abstract record ActivationLayer(string Name) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public sealed override long Parameters => 0;

    /// <inheritdoc/>
    public sealed override string Canonical => $"{Kind} {Name}";

    /// <inheritdoc/>
    public sealed override TensorShape OutputShape(TensorShape input) => input;

    /// <inheritdoc/>
    public sealed override long Flops(TensorShape input) => input.Elements;
}

/// <summary>The rectifier max(0, x), element by element.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Relu(string Name) : ActivationLayer(Name)
{
    /// <inheritdoc/>
    public override string Kind => "relu";
}

/// <summary>The logistic function 1 / (1 + exp(-x)), element by element.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Sigmoid(string Name) : ActivationLayer(Name)
{
    /// <inheritdoc/>
    public override string Kind => "sigmoid";
}

/// <summary>The hyperbolic tangent, element by element.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Tanh(string Name) : ActivationLayer(Name)
{
    /// <inheritdoc/>
    public override string Kind => "tanh";
}
