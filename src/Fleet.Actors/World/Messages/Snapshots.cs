using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Messages;

/// <summary>
/// Asks an entity for its counters. An actor in virtual time is answered in virtual time, the outside between two windows
/// of the run.
/// </summary>
public sealed class GetSnapshot
{
    private GetSnapshot()
    {
    }

    /// <summary>The message.</summary>
    public static GetSnapshot Instance { get; } = new();
}

/// <summary>The counters of a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="DeviceClass">Its class.</param>
/// <param name="Issued">Requests that have arrived.</param>
/// <param name="Answered">Requests whose answer has come back.</param>
/// <param name="BusyUntil">When the work it has accepted is done.</param>
/// <param name="Defense">The defence it uses, by its number in the class.</param>
/// <param name="Restarts">How often it was restarted.</param>
public sealed record DeviceSnapshot(
    DeviceId Device, int DeviceClass, long Issued, long Answered, SimTime BusyUntil, int Defense, int Restarts);

/// <summary>The counters of a link.</summary>
/// <param name="Link">The link.</param>
/// <param name="UpMessages">Activations accepted.</param>
/// <param name="UpBusyUntil">When the last of them is sent.</param>
/// <param name="DownMessages">Answers accepted.</param>
/// <param name="DownBusyUntil">When the last of them is sent.</param>
/// <param name="Restarts">How often it was restarted.</param>
public sealed record LinkSnapshot(
    LinkId Link, long UpMessages, SimTime UpBusyUntil, long DownMessages, SimTime DownBusyUntil, int Restarts);

/// <summary>The counters of a server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Received">Requests received.</param>
/// <param name="Answered">Requests answered.</param>
/// <param name="Batches">Batches started.</param>
/// <param name="Waiting">Requests in the queue.</param>
/// <param name="BusyWorkers">Workers with a batch.</param>
/// <param name="Restarts">How often it was restarted.</param>
public sealed record ServerSnapshot(
    ServerId Server, long Received, long Answered, long Batches, int Waiting, int BusyWorkers, int Restarts);

/// <summary>The counters of the adversary.</summary>
/// <param name="Seen">Messages that reached the servers it sits at.</param>
/// <param name="Captured">Messages it attacks.</param>
/// <param name="Devices">Devices of which it attacks at least one message.</param>
/// <param name="BusyUntil">When the attacks it has begun are done.</param>
/// <param name="Restarts">How often it was restarted.</param>
public sealed record AdversarySnapshot(long Seen, long Captured, int Devices, SimTime BusyUntil, int Restarts);
