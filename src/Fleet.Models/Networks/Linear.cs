using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>A fully connected layer. Rows and columns that come in are flattened, channel by channel.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="In">Features that come in.</param>
/// <param name="Out">Features that go out.</param>
/// <param name="Bias">Whether each feature adds a number of its own.</param>
public sealed record Linear(string Name, int In, int Out, bool Bias = true) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "linear";

    /// <inheritdoc/>
    public override long Parameters => ((long)In * Out) + (Bias ? Out : 0);

    /// <inheritdoc/>
    public override string Canonical => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Name} {In}>{Out}") + (Bias ? "" : " without bias");

    internal override IReadOnlyList<LayerArray> Arrays => LayerArray.WeightAndBias([Out, In], Bias);

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) =>
        input.Elements == In ? new TensorShape(Out) : throw Refuse(input, string.Create(CultureInfo.InvariantCulture, $"{In} features"));

    /// <inheritdoc/>
    public override long Flops(TensorShape input) => OutputShape(input).Elements * ((2L * In) + (Bias ? 1 : 0));
}
