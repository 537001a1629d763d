using Fleet.Models.Data.Drawing;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Data;

/// <summary>
/// The embedded data set: digits drawn from stroke glyphs with random affine and elastic distortion, thickness,
/// contrast and noise. A picture is a function of (seed, part, position), the same bytes on every machine.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>The name in scenario files and results.</summary>
    public const string Name = "synthetic-digits";

    /// <summary>The seed of the set that goes by the name.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>The content hash of the 20,000 train pictures at the default seed. Part of the results: keep it.</summary>
    internal const string TrainHash = "df2d049d529c9050d123526bda2af92f1c3fde44f5dc4f9d4037aa29f602561c";

    /// <summary>The content hash of the 10,000 test pictures at the default seed.</summary>
    internal const string TestHash = "e53c5528bab54bc5ac78f12f29c6d1230f2060448b90091659525b2ca6a71638";

    private const int Classes = 10;

    /// <summary>Draws one part.</summary>
    /// <param name="part">train or test; no picture of one is a picture of the other, as their random streams differ.</param>
    /// <param name="count">How many pictures. The classes are balanced to within one picture, in pseudo-random order.</param>
    /// <param name="seed">Which set.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    public static Dataset Draw(string part, int count, ulong seed = DefaultSeed, CancellationToken cancellation = default)
    {
        uint entity = DrawnLabels.Entity(part, DrawnLabels.DigitsBase);
        var shape = new TensorShape(1, DigitWriter.Side, DigitWriter.Side);
        byte[] labels = DrawnLabels.Balanced(count, Classes, seed, entity);
        byte[] pixels = new byte[count * shape.Elements];
        var writer = new DigitWriter();
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = new CounterRandom(seed, entity, RandomPurpose.Drawing, (ulong)i);
            writer.Write(labels[i], random, pixels.AsSpan(i * shape.Elements, shape.Elements));
        }

        return new Dataset(Name, part, shape, Classes, pixels, labels);
    }
}
