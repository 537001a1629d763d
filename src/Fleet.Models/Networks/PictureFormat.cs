using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>What pictures look like to a network: public knowledge, to an attacker too.</summary>
/// <param name="Shape">Channels, height and width.</param>
/// <param name="Normalization">What is done to pictures in [0, 1] before the first layer.</param>
public sealed record PictureFormat(TensorShape Shape, Normalization Normalization)
{
    /// <summary>The format on one line, for keys.</summary>
    internal string Canonical =>
        $"{Shape} less {Join(Normalization.Mean)} over {Join(Normalization.StandardDeviation)}";

    /// <summary>The format of the pictures that a network takes.</summary>
    public static PictureFormat Of(NetworkSpec network) => new(network.Input, network.Normalization);

    private static string Join(IEnumerable<float> values) =>
        string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
