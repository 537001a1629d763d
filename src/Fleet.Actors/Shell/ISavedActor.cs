namespace Fleet.Actors.Shell;

/// <summary>
/// A user's actor that can be kept in a checkpoint and go on from it. Both methods are called between two windows of
/// virtual time, in the actor's own context, and may tell and schedule nothing.
/// </summary>
/// <remarks>
/// <para>
/// The checkpoint holds for the actor: messages under way to and from it, its timers, what it has scheduled to be told,
/// how often it was restarted. Its children are kept in the same way, each by itself, so they have to be savable too, and
/// to have names.
/// </para>
/// <para>
/// A checkpoint refuses an actor that has a stash, that has called Watch or SetReceiveTimeout, or Become after its first message:
/// Akka keeps what these set up to itself. A list, a timer and a field in the actor's state do the same.
/// </para>
/// <para>
/// To go on, the actor is made by its Props as at the beginning; what it then tells and schedules in its constructor and
/// in PreStart has been told long ago and is dropped. It has to make its children there or in <see cref="RestoreState"/>.
/// </para>
/// </remarks>
public interface ISavedActor
{
    /// <summary>Everything the actor's future depends on, but for what the checkpoint holds for it.</summary>
    byte[] SaveState();

    /// <summary>Takes a saved state over, on a fresh actor.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave.</param>
    void RestoreState(ReadOnlySpan<byte> state);
}
