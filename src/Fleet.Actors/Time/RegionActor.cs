using Akka.Actor;
using Fleet.Actors.Adversary;
using Fleet.Actors.Entities;
using Fleet.Actors.Messages;

namespace Fleet.Actors.Time;

/// <summary>A region as an actor: parent and supervisor of its entities, and the one to ask for the passing of time.</summary>
internal sealed class RegionActor(Region region, FleetTopology topology, SimulationOptions options) : UntypedActor
{
    /// <inheritdoc/>
    protected override void PreStart()
    {
        ((RegionDispatcher)Context.Dispatcher).Attach(region);
        DeviceClassModel[] classes = DeviceClassModel.Of(topology);
        var devices = new DeviceBehavior(topology, classes);
        var links = new LinkBehavior(topology);
        var servers = new ServerBehavior(topology, options.Check);
        for (int i = 0; i < topology.Devices; i++)
        {
            int device = i;
            Create($"device-{i}", () => new EdgeDevice(region, device, devices));
        }

        for (int i = 0; i < topology.Links; i++)
        {
            int link = i;
            Create($"link-{i}", () => new NetworkLink(region, link, links));
        }

        for (int i = 0; i < topology.Servers; i++)
        {
            int server = i;
            Create($"server-{i}", () => new CloudServer(region, server, servers));
        }

        if (topology.Spec.Adversary is { } spec)
        {
            var adversary = new AdversaryBehavior(topology, classes, spec);
            Create("adversary", () => new AdversarialCloud(region, adversary));
        }
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is AdvanceTo advance)
        {
            region.Advance(advance.Bound, Sender);
        }
        else
        {
            Unhandled(message);
        }
    }

    /// <inheritdoc/>
    /// <remarks>An entity that cannot even be made, or fails more often than allowed, ends the run.</remarks>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        options.MaxRestarts,
        Timeout.Infinite,
        cause =>
        {
            region.Failures.Add(cause);
            if (cause is ActorInitializationException)
            {
                region.Fail(cause);
                return Directive.Stop;
            }

            return Directive.Restart;
        },
        loggingEnabled: false);

    private static void Create(string name, Func<EntityActor> make) =>
        Context.ActorOf(Props.CreateBy(new Producer(make)).WithDispatcher(FleetSystem.RegionDispatcherPath), name);

    private sealed class Producer(Func<EntityActor> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(EntityActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
