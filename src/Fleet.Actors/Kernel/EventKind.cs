namespace Fleet.Actors.Kernel;

/// <summary>What happens to the entity an event goes to.</summary>
public enum EventKind : byte
{
    /// <summary>No event.</summary>
    None,

    /// <summary>A request arrives at its device.</summary>
    Arrival,

    /// <summary>An activation arrives at the link, after the device's layers. Carries the request.</summary>
    ActivationAtLink,

    /// <summary>An activation arrives at the server. A: device and class; B: the device's request number.</summary>
    ActivationAtServer,

    /// <summary>The oldest request of a server's queue has waited long enough for its batch.</summary>
    BatchWaitOver,

    /// <summary>A worker has finished its batch. A: the server's incarnation; B: the worker.</summary>
    BatchDone,

    /// <summary>An answer arrives at the link. A: wait at the server in ns.</summary>
    AnswerAtLink,

    /// <summary>An answer arrives at its device.</summary>
    AnswerAtDevice,

    /// <summary>The device learns that a server lost its request. A: time spent at the server in ns; B: the outcome.</summary>
    RequestLost,

    /// <summary>A server learns that a link was restarted: what the link had accepted but not yet sent never arrives.</summary>
    LinkRestarted,

    /// <summary>The adversary sees a message at a server. A: device and class; B: the device's request number.</summary>
    MessageSeen,

    /// <summary>A message object comes from, or goes to, a user's actor. A: its place among the region's letters.</summary>
    Message,

    /// <summary>The entity fails on purpose: tests of supervision.</summary>
    Fault,
}
