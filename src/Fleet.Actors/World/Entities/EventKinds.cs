using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Entities;

/// <summary>The events of a fleet, besides <see cref="EventKind.Message"/>. The numbers stand in checkpoints.</summary>
internal static class EventKinds
{
    /// <summary>A request arrives at its device.</summary>
    public const EventKind Arrival = (EventKind)1;

    /// <summary>An activation arrives at the link, after the device's layers. Carries the request.</summary>
    public const EventKind ActivationAtLink = (EventKind)2;

    /// <summary>An activation arrives at the server. A: device and class; B: the device's request number.</summary>
    public const EventKind ActivationAtServer = (EventKind)3;

    /// <summary>The oldest request of a server's queue has waited long enough for its batch.</summary>
    public const EventKind BatchWaitOver = (EventKind)4;

    /// <summary>A worker has finished its batch. A: the server's incarnation; B: the worker.</summary>
    public const EventKind BatchDone = (EventKind)5;

    /// <summary>An answer arrives at the link. A: wait at the server in ns.</summary>
    public const EventKind AnswerAtLink = (EventKind)6;

    /// <summary>An answer arrives at its device.</summary>
    public const EventKind AnswerAtDevice = (EventKind)7;

    /// <summary>The device learns that a server lost its request. A: time spent at the server in ns; B: the outcome.</summary>
    public const EventKind RequestLost = (EventKind)8;

    /// <summary>A server learns that a link was restarted: what the link had accepted but not yet sent never arrives.</summary>
    public const EventKind LinkRestarted = (EventKind)9;

    /// <summary>The adversary sees a message at a server. A: device and class; B: the device's request number.</summary>
    public const EventKind MessageSeen = (EventKind)10;

    /// <summary>The entity fails on purpose: tests of supervision.</summary>
    public const EventKind Fault = (EventKind)12;
}
