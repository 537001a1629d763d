namespace Fleet.Actors.Checkpoints;

/// <summary>A run that is to write checkpoints holds an entity whose state cannot be saved.</summary>
/// <param name="entity">The entity's name.</param>
public sealed class CheckpointUnsupportedException(string entity)
    : Exception($"The run cannot write checkpoints: the state of {entity}, or a message under way to it, cannot be saved.")
{
    /// <summary>The entity's name.</summary>
    public string Entity { get; } = entity;
}
