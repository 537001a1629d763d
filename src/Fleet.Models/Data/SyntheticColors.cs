using Fleet.Models.Data.Drawing;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Data;

/// <summary>
/// An embedded data set of the shape of CIFAR-10: ten shapes of random colour, place, size and rotation on shaded grounds
/// with noise. A picture is a function of (seed, part, position), the same bytes on every machine.
/// </summary>
public static class SyntheticColors
{
    /// <summary>The name in scenario files and results.</summary>
    public const string Name = "synthetic-colors";

    /// <summary>The seed of the set that goes by the name.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>The content hash of the 20,000 train pictures at the default seed. Part of the results: keep it.</summary>
    internal const string TrainHash = "6e7fe34fc58ec8b7a82e235b00ea0cb2abd6c25b25d78f76fe56c82705893a47";

    /// <summary>The content hash of the 10,000 test pictures at the default seed.</summary>
    internal const string TestHash = "8f09e6f000fd304cbe25bd01136e22e7c52d3c8a85873a64ede79473a547bd51";

    /// <summary>The shapes in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["disc", "ring", "square", "frame", "triangle", "cross", "bar", "half-disc", "two-discs", "two-squares"];

    /// <summary>Draws one part.</summary>
    /// <param name="part">train or test; no picture of one is a picture of the other, as their random streams differ.</param>
    /// <param name="count">How many pictures. The classes are balanced to within one picture, in pseudo-random order.</param>
    /// <param name="seed">Which set.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    public static Dataset Draw(string part, int count, ulong seed = DefaultSeed, CancellationToken cancellation = default)
    {
        uint entity = DrawnLabels.Entity(part, DrawnLabels.ColorsBase);
        var shape = new TensorShape(3, ShapePainter.Side, ShapePainter.Side);
        byte[] labels = DrawnLabels.Balanced(count, ClassNames.Count, seed, entity);
        byte[] pixels = new byte[count * shape.Elements];
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = new CounterRandom(seed, entity, RandomPurpose.Drawing, (ulong)i);
            ShapePainter.Paint(labels[i], random, pixels.AsSpan(i * shape.Elements, shape.Elements));
        }

        return new Dataset(Name, part, shape, ClassNames.Count, pixels, labels) { ClassNames = ClassNames };
    }
}
