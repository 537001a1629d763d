namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Passes an exception from the handling of an event to the entity's actor, whose supervisor then handles it as for any
/// actor.
/// </summary>
/// <param name="Cause">What the entity threw.</param>
internal sealed record EntityFailure(Exception Cause);
