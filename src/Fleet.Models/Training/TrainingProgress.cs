namespace Fleet.Models.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">The mean cross-entropy, in nats, since the last report.</param>
/// <param name="TestAccuracy">The share of test pictures classified correctly, in [0, 1]; known at the end of an epoch only.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Batch, int Batches, double Loss, double? TestAccuracy);
