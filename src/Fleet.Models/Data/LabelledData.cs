namespace Fleet.Models.Data;

/// <summary>A set of labelled pictures: what a network learns from, and what it is judged on.</summary>
/// <param name="Train">The pictures to learn from.</param>
/// <param name="Test">The pictures to evaluate on; none of them is in <paramref name="Train"/>.</param>
public sealed record LabelledData(Dataset Train, Dataset Test);
