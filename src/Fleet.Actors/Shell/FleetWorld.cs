using System.Globalization;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>The simulated fleet as the users' actors see it.</summary>
internal sealed class FleetWorld(ActorRegion region, FleetTopology topology, EntityTable table) : ISimWorld
{
    /// <inheritdoc/>
    public SimTime Now => region.ActorsNow;

    /// <inheritdoc/>
    public FleetSpec Spec => topology.Spec;

    /// <inheritdoc/>
    public int DeviceCount => topology.Devices;

    /// <inheritdoc/>
    public int LinkCount => topology.Links;

    /// <inheritdoc/>
    public int ServerCount => topology.Servers;

    /// <inheritdoc/>
    public IActorRef Device(DeviceId device) => table[topology.Device(new DeviceId(Checked(device.Value, DeviceCount)))];

    /// <inheritdoc/>
    public IActorRef Link(LinkId link) => table[topology.Link(new LinkId(Checked(link.Value, LinkCount)))];

    /// <inheritdoc/>
    public IActorRef Server(ServerId server) => table[topology.Server(new ServerId(Checked(server.Value, ServerCount)))];

    /// <inheritdoc/>
    public IReadOnlyList<IActorRef> DevicesOf(string deviceClass)
    {
        for (int i = 0; i < Spec.DeviceClasses.Count; i++)
        {
            if (Spec.DeviceClasses[i].Name == deviceClass)
            {
                return [.. Enumerable.Range(topology.FirstDeviceOf(i).Value, Spec.DeviceClasses[i].Count).Select(device => Device(new DeviceId(device)))];
            }
        }

        throw new ArgumentException($"There is no device class {deviceClass}.", nameof(deviceClass));
    }

    /// <inheritdoc/>
    public IActorRef Actor(string name)
    {
        for (int i = 0; i < Spec.Actors.Count; i++)
        {
            if (Spec.Actors[i].Name == name)
            {
                return table.Actors[i];
            }
        }

        throw new ArgumentException($"There is no actor {name}.", nameof(name));
    }

    /// <summary>Checks that an entity understands a message of a user's actor.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void CheckMessage(FleetTopology topology, EntityHandle entity, object message)
    {
        bool isDevice = entity.Type == EntityTypes.Device;
        if (isDevice && message is UseDefense order)
        {
            DeviceClassSpec deviceClass = topology.Spec.DeviceClasses[topology.ClassOf(new DeviceId(entity.Index))];
            if ((uint)order.Defense > deviceClass.OtherDefenses.Count)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Class {deviceClass.Name} has no defence {order.Defense}; the last is {deviceClass.OtherDefenses.Count}."), nameof(message));
            }

            return;
        }

        if (entity.Type == EntityTypes.Adversary || message is not (GetSnapshot or Identify))
        {
            string known = isDevice ? $"{nameof(GetSnapshot)}, {nameof(Identify)} and {nameof(UseDefense)}" : $"{nameof(GetSnapshot)} and {nameof(Identify)}";
            string understands = entity.Type == EntityTypes.Adversary ? "hears no actor" : $"understands {known}";
            throw new ArgumentException($"A {EntityTypes.Names[(int)entity.Type]} {understands}, not {message.GetType().Name}.", nameof(message));
        }
    }

    private static int Checked(int index, int count) => (uint)index < count
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"There are {count}."));
}
