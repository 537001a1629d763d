using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Tensors;

namespace Fleet.Models.Data;

/// <summary>One part (train or test) of a set of labelled pictures, held in memory and never changed.</summary>
public sealed class Dataset
{
    private readonly Lazy<string> _contentHash;
    private readonly Lazy<(ReadOnlyMemory<byte> Pixels, ReadOnlyMemory<byte> Labels)> _content;

    /// <summary>Takes the pictures over; the caller must not change the memory afterwards.</summary>
    /// <param name="name">The set's name, as scenario files write it.</param>
    /// <param name="part">Which part this is: train or test.</param>
    /// <param name="shape">The shape of one picture.</param>
    /// <param name="classes">The number of classes, 1 to 256.</param>
    /// <param name="pixels">All pictures one after the other, each channels x height x width, row by row, 0 to 255.</param>
    /// <param name="labels">One class per picture, 0 to <paramref name="classes"/> - 1.</param>
    /// <exception cref="ArgumentException">Pictures and labels do not fit each other, the shape or the classes.</exception>
    public Dataset(string name, string part, TensorShape shape, int classes, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        if (shape.Elements < 1)
        {
            throw new ArgumentException($"A picture of shape {shape} has no pixels.", nameof(shape));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        if (pixels.Length != (long)labels.Length * shape.Elements)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{labels.Length} pictures of {shape} have {(long)labels.Length * shape.Elements} pixels, not {pixels.Length}."), nameof(pixels));
        }

        if (classes < 256 && labels.Span.IndexOfAnyInRange((byte)classes, byte.MaxValue) is >= 0 and int wrong)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The label of picture {wrong} is {labels.Span[wrong]}; there are {classes} classes."), nameof(labels));
        }

        Name = name;
        Part = part;
        Shape = shape;
        Classes = classes;
        Count = labels.Length;
        _content = new((pixels, labels));
        _contentHash = new Lazy<string>(ComputeContentHash);
    }

    private Dataset(DatasetInfo info, string part, int count, string contentHash, Func<Dataset> load)
    {
        Name = info.Name;
        Part = part;
        Shape = info.Shape;
        Classes = info.Classes;
        Count = count;
        _contentHash = new Lazy<string>(contentHash);
        _content = new(() =>
        {
            Dataset loaded = load();
            return loaded.ContentHash == contentHash
                ? (loaded.Pixels, loaded.Labels)
                : throw new DataDamagedException($"{info.Name}, {part}", $"content {loaded.ContentHash}", contentHash);
        });
    }

    /// <summary>The set's name, as scenario files write it.</summary>
    public string Name { get; }

    /// <summary>Which part this is: train or test.</summary>
    public string Part { get; }

    /// <summary>The shape of one picture.</summary>
    public TensorShape Shape { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The names of the classes in the order of their labels; they do not enter the hash.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The number of pictures.</summary>
    public int Count { get; }

    /// <summary>All pictures one after the other, each channels x height x width, row by row, 0 (black) to 255.</summary>
    public ReadOnlyMemory<byte> Pixels => _content.Value.Pixels;

    /// <summary>The class of each picture.</summary>
    public ReadOnlyMemory<byte> Labels => _content.Value.Labels;

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of shape, classes, pixels and labels; name and part do not enter. Computed
    /// at the first reading.
    /// </summary>
    public string ContentHash => _contentHash.Value;

    /// <summary>A part whose hash is known, and whose pictures are loaded and checked against it when they are first needed.</summary>
    internal static Dataset Deferred(DatasetInfo info, string part, int count, string contentHash, Func<Dataset> load) =>
        new(info, part, count, contentHash, load);

    /// <summary>The pixels of one picture, channels x height x width.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Pixels.Span.Slice(index * Shape.Elements, Shape.Elements);
    }

    /// <summary>One picture in [0, 1], channels x height x width: what a reconstruction is compared with.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public float[] UnitImage(int index)
    {
        ReadOnlySpan<byte> pixels = Image(index);
        float[] picture = new float[pixels.Length];
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] = pixels[i] / 255f;
        }

        return picture;
    }

    /// <summary>Some of the pictures, as a set of its own that shares their memory.</summary>
    /// <param name="start">The first picture.</param>
    /// <param name="count">How many.</param>
    public Dataset Slice(int start, int count) => new(
        Name, Part, Shape, Classes, Pixels.Slice(start * Shape.Elements, count * Shape.Elements), Labels.Slice(start, count));

    private string ComputeContentHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string header = string.Create(CultureInfo.InvariantCulture, $"{Shape.Channels}x{Shape.Height}x{Shape.Width} {Classes} {Count}\n");
        hash.AppendData(Encoding.ASCII.GetBytes(header));
        hash.AppendData(Pixels.Span);
        hash.AppendData(Labels.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
