namespace Fleet.Actors.Checkpoints;

/// <summary>A run that is to write checkpoints holds an entity whose state cannot be saved.</summary>
/// <param name="entity">The entity's name.</param>
public sealed class CheckpointUnsupportedException(string entity)
    : Exception($"{entity} gives no snapshot of its state, so the run cannot write checkpoints.")
{
    /// <summary>The entity's name.</summary>
    public string Entity { get; } = entity;
}
