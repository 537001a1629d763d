using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>One number for each window; windows do not overlap, incomplete ones are left out.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Window">Rows and columns of a window, at least 1.</param>
public abstract record PoolingLayer(string Name, int Window) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public sealed override long Parameters => 0;

    /// <inheritdoc/>
    public sealed override string Canonical => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Name} window {Window}");

    /// <inheritdoc/>
    public sealed override TensorShape OutputShape(TensorShape input) =>
        input.Height >= Window && input.Width >= Window
            ? new TensorShape(input.Channels, input.Height / Window, input.Width / Window)
            : throw Refuse(input, string.Create(CultureInfo.InvariantCulture, $"at least {Window} rows and columns"));

    /// <inheritdoc/>
    public sealed override long Flops(TensorShape input) => (long)OutputShape(input).Elements * Window * Window;
}

/// <summary>The largest element of each window; windows do not overlap, incomplete ones are left out.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Window">Rows and columns of a window.</param>
public sealed record MaxPool(string Name, int Window) : PoolingLayer(Name, Window)
{
    /// <inheritdoc/>
    public override string Kind => "maxpool";
}

/// <summary>The mean of each window; windows do not overlap, incomplete ones are left out.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Window">Rows and columns of a window.</param>
public sealed record AveragePool(string Name, int Window) : PoolingLayer(Name, Window)
{
    /// <inheritdoc/>
    public override string Kind => "avgpool";
}
