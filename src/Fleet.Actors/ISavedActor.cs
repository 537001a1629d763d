namespace Fleet.Actors;

/// <summary>
/// A user's actor that can be kept in a checkpoint and go on from it. Both methods are called between two windows of
/// virtual time, in the actor's own context, so it may use its timers and make its children.
/// </summary>
public interface ISavedActor
{
    /// <summary>
    /// Everything its future depends on, that of its children included. Its timers and scheduled messages are not kept
    /// for it: it has to say here when they are due.
    /// </summary>
    byte[] SaveState();

    /// <summary>Takes a saved state over, on a fresh actor; starts the timers again, in the order in which it first started them.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave.</param>
    void RestoreState(ReadOnlySpan<byte> state);
}
