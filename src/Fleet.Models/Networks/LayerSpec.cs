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

    private protected ArgumentException Refuse(TensorShape input, string expected) =>
        new($"Layer {Name} takes {expected}, not {input}.", nameof(input));
}

/// <summary>A two-dimensional convolution with bias and stride 1.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="InChannels">Channels that come in.</param>
/// <param name="OutChannels">Channels that go out: the number of filters.</param>
/// <param name="Kernel">Rows and columns of a filter.</param>
/// <param name="Padding">Zero rows and columns added on each side.</param>
public sealed record Convolution(string Name, int InChannels, int OutChannels, int Kernel, int Padding) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "convolution";

    /// <inheritdoc/>
    public override long Parameters => ((long)OutChannels * InChannels * Kernel * Kernel) + OutChannels;

    /// <inheritdoc/>
    public override string Canonical => $"{Kind} {Name} {InChannels}>{OutChannels} kernel {Kernel} padding {Padding}";

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        int shrink = Kernel - 1 - (2 * Padding);
        return input.Channels == InChannels && input.Height > shrink && input.Width > shrink
            ? new TensorShape(OutChannels, input.Height - shrink, input.Width - shrink)
            : throw Refuse(input, $"{InChannels} channels of more than {shrink} rows and columns");
    }

    /// <inheritdoc/>
    public override long Flops(TensorShape input) =>
        OutputShape(input).Elements * ((2L * InChannels * Kernel * Kernel) + 1);
}

/// <summary>The rectifier max(0, x), element by element.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Relu(string Name) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "relu";

    /// <inheritdoc/>
    public override long Parameters => 0;

    /// <inheritdoc/>
    public override string Canonical => $"{Kind} {Name}";

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input;

    /// <inheritdoc/>
    public override long Flops(TensorShape input) => input.Elements;
}

/// <summary>The largest element of each window; windows do not overlap, incomplete ones are left out.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Window">Rows and columns of a window.</param>
public sealed record MaxPool(string Name, int Window) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "maxpool";

    /// <inheritdoc/>
    public override long Parameters => 0;

    /// <inheritdoc/>
    public override string Canonical => $"{Kind} {Name} window {Window}";

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) =>
        input.Height >= Window && input.Width >= Window
            ? new TensorShape(input.Channels, input.Height / Window, input.Width / Window)
            : throw Refuse(input, $"at least {Window} rows and columns");

    /// <inheritdoc/>
    public override long Flops(TensorShape input) => (long)OutputShape(input).Elements * Window * Window;
}

/// <summary>A fully connected layer with bias. Rows and columns that come in are flattened, channel by channel.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="In">Features that come in.</param>
/// <param name="Out">Features that go out.</param>
public sealed record Linear(string Name, int In, int Out) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "linear";

    /// <inheritdoc/>
    public override long Parameters => ((long)In * Out) + Out;

    /// <inheritdoc/>
    public override string Canonical => $"{Kind} {Name} {In}>{Out}";

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) =>
        input.Elements == In ? new TensorShape(Out) : throw Refuse(input, $"{In} features");

    /// <inheritdoc/>
    public override long Flops(TensorShape input) => OutputShape(input).Elements * ((2L * In) + 1);
}
