namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Hands an exception from the handling of an event to the entity's actor, whose supervisor then treats it as that of
/// any actor.
/// </summary>
/// <param name="Cause">What the entity threw.</param>
internal sealed record EntityFailure(Exception Cause);
