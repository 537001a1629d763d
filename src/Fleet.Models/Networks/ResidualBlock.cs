using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>
/// A residual block (He, Zhang, Ren, Sun 2016): relu(main(x) + shortcut(x)). It has two branches, so a cut inside it would
/// have to send two tensors; the cut after it sends one.
/// </summary>
/// <param name="Name">The block's name.</param>
/// <param name="Main">The chain of the main branch, named below the block: layer1.0.conv1 in the block layer1.0.</param>
/// <param name="Shortcut">The chain of the other branch; without layers it passes on what comes in.</param>
public sealed record ResidualBlock(string Name, IReadOnlyList<LayerSpec> Main, IReadOnlyList<LayerSpec> Shortcut) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "residual";

    /// <inheritdoc/>
    public override long Parameters => Parts.Sum(layer => layer.Parameters);

    /// <inheritdoc/>
    public override string Canonical =>
        $"{Kind} {Name} main [{string.Join(", ", Main.Select(layer => layer.Canonical))}]"
        + $" shortcut [{string.Join(", ", Shortcut.Select(layer => layer.Canonical))}]";

    internal override IReadOnlyList<LayerSpec> Parts => [.. Main, .. Shortcut];

    /// <summary>Blocks are equal if their layers are.</summary>
    public bool Equals(ResidualBlock? other) =>
        other is not null && string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        TensorShape main = Through(Main, input);
        TensorShape shortcut = Through(Shortcut, input);
        return main == shortcut
            ? main
            : throw new ArgumentException($"Block {Name} adds {main} and {shortcut}; expected branches of one shape.", nameof(input));
    }

    /// <summary>The operations of both branches, one an element for the sum and one for the rectifier.</summary>
    public override long Flops(TensorShape input) =>
        FlopsOf(Main, input) + FlopsOf(Shortcut, input) + (2L * OutputShape(input).Elements);

    private static TensorShape Through(IReadOnlyList<LayerSpec> chain, TensorShape input) =>
        chain.Aggregate(input, (shape, layer) => layer.OutputShape(shape));

    private static long FlopsOf(IReadOnlyList<LayerSpec> chain, TensorShape input)
    {
        long flops = 0;
        foreach (LayerSpec layer in chain)
        {
            flops += layer.Flops(input);
            input = layer.OutputShape(input);
        }

        return flops;
    }
}
