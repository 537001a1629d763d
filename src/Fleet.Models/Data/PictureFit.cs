using Fleet.Models.Tensors;

namespace Fleet.Models.Data;

/// <summary>How a user's own pictures come to the size that a network takes: first resized, then cropped; by default neither.</summary>
/// <param name="Resize">The size to which each is scaled, whatever its proportions; null to leave it.</param>
/// <param name="Crop">The size of the middle part that is kept; null to keep all.</param>
public sealed record PictureFit(PictureSize? Resize = null, PictureSize? Crop = null)
{
    /// <summary>Pictures have the network's size already.</summary>
    public static PictureFit None { get; } = new();

    /// <summary>The size of every picture then; null if each keeps its own.</summary>
    public PictureSize? Result => Crop ?? Resize;

    /// <summary>Everything that decides the pixels, in a fixed format; empty for none.</summary>
    public string Canonical => string.Join(' ', ((string?[])[
        Resize is { } resize ? $"resize {resize}" : null,
        Crop is { } crop ? $"crop {crop}" : null,
    ]).OfType<string>());

    /// <summary>Why the pictures cannot come to the shape that a network takes in this way; null if they can.</summary>
    /// <returns>A sentence for the user.</returns>
    public string? ProblemFor(TensorShape input)
    {
        var needed = new PictureSize(input.Height, input.Width);
        return Resize is { } resize && Crop is { } crop && (crop.Height > resize.Height || crop.Width > resize.Width)
            ? $"A crop of {crop} does not fit into pictures resized to {resize} (height x width)."
            : Result is { } result && result != needed
                ? $"The pictures come to {result} (height x width); the network takes {needed}."
                : null;
    }
}
