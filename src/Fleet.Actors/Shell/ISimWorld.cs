using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>
/// The simulated world as a user's actor sees it. What it is told arrives after the actor's delay; the answer takes the same again.
/// Devices, links and servers answer <see cref="World.Messages.GetSnapshot"/>, and devices obey
/// <see cref="World.Messages.UseDefense"/>; anything else they refuse by an exception in the sender.
/// </summary>
public interface ISimWorld
{
    /// <summary>The instant of virtual time.</summary>
    SimTime Now { get; }

    /// <summary>The fleet as it was specified.</summary>
    FleetSpec Spec { get; }

    /// <summary>The number of devices.</summary>
    int DeviceCount { get; }

    /// <summary>The number of links.</summary>
    int LinkCount { get; }

    /// <summary>The number of servers.</summary>
    int ServerCount { get; }

    /// <summary>A device.</summary>
    /// <param name="device">Which one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such device.</exception>
    IActorRef Device(DeviceId device);

    /// <summary>A link.</summary>
    /// <param name="link">Which one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such link.</exception>
    IActorRef Link(LinkId link);

    /// <summary>A server.</summary>
    /// <param name="server">Which one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such server.</exception>
    IActorRef Server(ServerId server);

    /// <summary>The devices of a class.</summary>
    /// <param name="deviceClass">The name of the class.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    IReadOnlyList<IActorRef> DevicesOf(string deviceClass);

    /// <summary>Another of the user's actors.</summary>
    /// <param name="name">Its name in <see cref="FleetSpec.Actors"/>.</param>
    /// <exception cref="ArgumentException">There is no such actor.</exception>
    IActorRef Actor(string name);
}
