using Fleet.Actors.World.Telemetry;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>A run that is to write checkpoints holds something that cannot be saved.</summary>
/// <param name="entity">The name of the entity, or of the user's actor: its path below the fleet.</param>
/// <param name="reason">What of it cannot be saved, as the rest of a sentence that begins with its name.</param>
/// <param name="cause">What the attempt threw, if it threw.</param>
public sealed class CheckpointUnsupportedException(string entity, string reason, Exception? cause = null)
    : Exception($"The run cannot write checkpoints: {entity} {reason}.", cause)
{
    /// <summary>The entity's name.</summary>
    public string Entity { get; } = entity;

    /// <summary>The result up to the checkpoint that could not be written; null if the run was refused before it began.</summary>
    public FleetResult? Finished { get; internal set; }
}
