using System.Runtime.InteropServices;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
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
    internal abstract Tensor Load(ReadOnlySpan<int> indices, PictureFormat format);
}

/// <summary>
/// Pictures: those that f1 was trained on (the papers' same set) or others of their kind (same distribution).
/// </summary>
/// <param name="Pictures">The pictures; labels are not used.</param>
public sealed record PictureQueries(Dataset Pictures) : QuerySet
{
    /// <inheritdoc/>
    public override int Count => Pictures.Count;

    internal override Tensor Load(ReadOnlySpan<int> indices, PictureFormat format) => PictureTensor.Load(Pictures, indices, format);
}

/// <summary>Independent standard normal pixels in normalised units: the query set of an attacker without any pictures.</summary>
/// <param name="Count">How many inputs.</param>
/// <param name="Seed">Which ones.</param>
public sealed record NoiseQueries(int Count, ulong Seed) : QuerySet
{
    private const uint Stream = 1;

    /// <inheritdoc/>
    public override int Count { get; } = Count > 0 ? Count : throw new ArgumentOutOfRangeException(nameof(Count), Count, "A query set is not empty.");

    internal override Tensor Load(ReadOnlySpan<int> indices, PictureFormat format)
    {
        TensorShape shape = format.Shape;
        var noise = new double[shape.Elements];
        Tensor pictures = zeros(indices.Length, shape.Channels, shape.Height, shape.Width);
        Span<float> values = MemoryMarshal.Cast<byte, float>(pictures.bytes);
        for (int i = 0; i < indices.Length; i++)
        {
            new CounterRandom(Seed, Stream, RandomPurpose.Attack, (ulong)indices[i]).FillGaussian(noise);
            for (int p = 0; p < noise.Length; p++)
            {
                values[(i * noise.Length) + p] = (float)noise[p];
            }
        }

        return pictures;
    }
}
