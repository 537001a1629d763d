using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>Noise tensors that were learned for one network and split point.</summary>
/// <param name="Shape">The shape of each.</param>
/// <param name="Tensors">The tensors' elements.</param>
public sealed record LearnedNoise(TensorShape Shape, IReadOnlyList<float[]> Tensors);
