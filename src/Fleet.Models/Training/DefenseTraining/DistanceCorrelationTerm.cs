using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>The distance correlation of pictures and activations within a batch, with gradients.</summary>
/// <remarks>The same quantity as <see cref="Leakage.DistanceCorrelation"/>, in float32.</remarks>
internal sealed class DistanceCorrelationTerm(double weight) : IPrivacyTerm
{
    // Keeps the root's gradient finite where two rows are equal; squared distances of pictures are of order 100.
    private const double Smallest = 1e-6;

    public Tensor Loss(Tensor pictures, Tensor activations) => Of(pictures, activations) * weight;

    public void Dispose()
    {
        // It holds nothing.
    }

    /// <summary>The distance correlation, a scalar in [0, 1].</summary>
    public static Tensor Of(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        Tensor a = CentredDistances(x.flatten(1));
        Tensor b = CentredDistances(y.flatten(1));
        Tensor variances = (a * a).mean() * (b * b).mean();
        Tensor squared = (a * b).mean() / (variances.sqrt() + Smallest);
        return squared.clamp_min(Smallest).sqrt().MoveToOuterDisposeScope();
    }

    private static Tensor CentredDistances(Tensor rows)
    {
        Tensor products = rows.mm(rows.t());
        Tensor squares = products.diagonal();
        Tensor squaredDistances = squares.unsqueeze(0) + squares.unsqueeze(1) - (2 * products);
        Tensor off = ones_like(products) - eye(rows.shape[0]);
        Tensor distances = (squaredDistances.clamp_min(0) + Smallest).sqrt() * off;
        Tensor means = distances.mean([0], keepdim: true);
        return distances - means - means.t() + distances.mean();
    }
}
