using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>Inputs that an attacker may ask f1 about: <see cref="PictureQueries"/> or <see cref="NoiseQueries"/>.</summary>
public abstract record QuerySet
{
    private protected QuerySet()
    {
    }

    /// <summary>How many inputs there are.</summary>
    public abstract int Count { get; }

    /// <summary>Some of them, normalised, each a function of its index: shape (indices, channels, height, width).</summary>
    internal abstract Tensor Load(ReadOnlySpan<int> indices, PictureFormat format, Device on);
}

/// <summary>Pictures: those that f1 was trained on (the papers' same set) or others of their kind (same distribution).</summary>
/// <param name="Pictures">The pictures; labels are not used.</param>
public sealed record PictureQueries(Dataset Pictures) : QuerySet
{
    /// <inheritdoc/>
    public override int Count => Pictures.Count;

    internal override Tensor Load(ReadOnlySpan<int> indices, PictureFormat format, Device on) => PictureTensor.Load(Pictures, indices, format, on);
}

/// <summary>
/// Gaussian noise: the query set of an attacker without any pictures. Every pixel is standard normal in normalised units;
/// neighbours share one number in squares of 1, 2, 4, ... pixels, a size that each input draws. Fine noise alone never
/// shows f1 the plain areas of which pictures consist.
/// </summary>
/// <param name="Count">How many inputs.</param>
/// <param name="Seed">Which ones.</param>
public sealed record NoiseQueries(int Count, ulong Seed) : QuerySet
{
    private const uint Stream = 1;

    /// <inheritdoc/>
    public override int Count { get; } = Count > 0 ? Count : throw new ArgumentOutOfRangeException(nameof(Count), Count, "A query set is not empty.");

    internal override Tensor Load(ReadOnlySpan<int> indices, PictureFormat format, Device on)
    {
        TensorShape shape = format.Shape;
        var values = new float[indices.Length * shape.Elements];
        for (int i = 0; i < indices.Length; i++)
        {
            Draw(values.AsSpan(i * shape.Elements, shape.Elements), shape, new CounterRandom(Seed, Stream, RandomPurpose.Attack, (ulong)indices[i]));
        }

        return AlignedTensor.Of(values, on, [indices.Length, shape.Channels, shape.Height, shape.Width]);
    }

    private static void Draw(Span<float> picture, TensorShape shape, CounterRandom random)
    {
        int sizes = 1 + (int)Math.Log2(Math.Max(shape.Height, shape.Width));
        int size = 1 << random.Next(sizes);
        var noise = new double[shape.Elements];
        random.FillGaussian(noise);
        for (int p = 0; p < picture.Length; p++)
        {
            (int row, int column) = (p / shape.Width % shape.Height, p % shape.Width);
            picture[p] = (float)noise[p - (row % size * shape.Width) - (column % size)];
        }
    }
}
