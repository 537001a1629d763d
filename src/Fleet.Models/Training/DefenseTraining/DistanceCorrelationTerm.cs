using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>The distance correlation of pictures and activations within a batch, with gradients.</summary>
/// <remarks>The same quantity as <see cref="Leakage.DistanceCorrelation"/>, in float32.</remarks>
internal sealed class DistanceCorrelationTerm(double weight) : IPrivacyTerm
{
    // Keeps the root's gradient finite where two rows are equal; squared distances of pictures are of order 100.
    private const float Smallest = 1e-6f;

    public Tensor Loss(Tensor pictures, Tensor activations)
    {
        using var scope = NewDisposeScope();
        return (Of(pictures, activations) * tensor((float)weight, device: pictures.device)).MoveToOuterDisposeScope();
    }

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
        Tensor small = tensor(Smallest, device: x.device);
        Tensor squared = (a * b).mean() / (variances.sqrt() + small);
        return (F.relu(squared) + small).sqrt().MoveToOuterDisposeScope();
    }

    private static Tensor CentredDistances(Tensor rows)
    {
        Tensor products = rows.mm(rows.t());
        Tensor squares = products.diagonal();
        Tensor squaredDistances = squares.unsqueeze(0) + squares.unsqueeze(1) - products - products;
        Tensor off = ones_like(products) - eye(rows.shape[0], device: rows.device);
        Tensor distances = (F.relu(squaredDistances) + tensor(Smallest, device: rows.device)).sqrt() * off;
        Tensor means = distances.mean([0], keepdim: true);
        return distances - means - means.t() + distances.mean();
    }
}
