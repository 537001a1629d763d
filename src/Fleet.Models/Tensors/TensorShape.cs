using System.Globalization;

namespace Fleet.Models.Tensors;

/// <summary>The shape of one picture or activation, without the batch: channels x height x width.</summary>
/// <param name="Channels">Channels, or the features of a fully connected layer.</param>
/// <param name="Height">Rows; 1 for a fully connected layer.</param>
/// <param name="Width">Columns; 1 for a fully connected layer.</param>
public readonly record struct TensorShape(int Channels, int Height = 1, int Width = 1)
{
    /// <summary>The number of elements.</summary>
    /// <exception cref="OverflowException">There are more than 32 bits can count.</exception>
    public int Elements => checked(Channels * Height * Width);

    /// <summary>The number of elements of one channel.</summary>
    public int Plane => Height * Width;

    /// <summary>Whether this is a vector of features, without rows and columns.</summary>
    public bool IsFlat => Height == 1 && Width == 1;

    /// <inheritdoc/>
    public override string ToString() => IsFlat
        ? Channels.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Channels}x{Height}x{Width}");
}
