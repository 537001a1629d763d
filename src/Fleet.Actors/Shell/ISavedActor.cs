namespace Fleet.Actors.Shell;

/// <summary>
/// A user's actor that a checkpoint can hold and a run can resume with. Both methods are called between two windows of
/// virtual time, in the actor's own context, and may neither tell nor schedule anything.
/// </summary>
/// <remarks>
/// <para>
/// The checkpoint holds for the actor: messages under way to and from it, its timers, what it has scheduled to be told,
/// how often it was restarted. Its children are kept in the same way, each by itself, so they have to be savable too, and
/// to have names.
/// </para>
/// <para>
/// A checkpoint refuses an actor that has a stash, that has called Watch or SetReceiveTimeout, or Become after its first message:
/// Akka does not expose what these set up. A list, a timer and a field in the actor's state do the same.
/// </para>
/// <para>
/// To resume, the actor is created by its Props as at the beginning; what it tells and schedules in its constructor and in
/// PreStart is dropped, for it took effect in the first run. It has to create its children there or in <see cref="RestoreState"/>.
/// </para>
/// </remarks>
public interface ISavedActor
{
    /// <summary>Everything the actor's future depends on, except what the checkpoint holds for it.</summary>
    byte[] SaveState();

    /// <summary>Restores a saved state, on a fresh actor.</summary>
    /// <param name="state">The result of <see cref="SaveState"/>.</param>
    void RestoreState(ReadOnlySpan<byte> state);
}
