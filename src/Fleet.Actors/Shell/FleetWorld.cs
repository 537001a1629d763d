using System.Globalization;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>The simulated fleet, for users' actors.</summary>
internal sealed class FleetWorld(ActorRegion region, FleetTopology topology, EntityTable table) : ISimWorld
{
    public SimTime Now => region.ActorsNow;

    public FleetSpec Spec => topology.Spec;

    public int DeviceCount => topology.Devices;

    public int LinkCount => topology.Links;

    public int ServerCount => topology.Servers;

    public IActorRef Device(DeviceId device) => table[topology.Device(new DeviceId(Checked(device.Value, DeviceCount)))];

    public IActorRef Link(LinkId link) => table[topology.Link(new LinkId(Checked(link.Value, LinkCount)))];

    public IActorRef Server(ServerId server) => table[topology.Server(new ServerId(Checked(server.Value, ServerCount)))];

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

    /// <summary>Checks that an entity handles a message of a user's actor.</summary>
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
            string handled = entity.Type == EntityTypes.Adversary ? "no messages" : known;
            throw new ArgumentException($"An entity of type {EntityTypes.Names[(int)entity.Type]} handles {handled}, not {message.GetType().Name}.", nameof(message));
        }
    }

    private static int Checked(int index, int count) => (uint)index < count
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"There are {count}."));
}
