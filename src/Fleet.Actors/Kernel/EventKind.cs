namespace Fleet.Actors.Kernel;

/// <summary>
/// What happens to the entity an event goes to. The kernel reads only the kinds named here; the world that is simulated declares
/// the others as constants.
/// </summary>
public enum EventKind : byte
{
    /// <summary>No event.</summary>
    None = 0,

    /// <summary>A message object comes from, or goes to, a user's actor. A: its slot in the region's <see cref="EnvelopeTable"/>.</summary>
    Message = 11,
}
