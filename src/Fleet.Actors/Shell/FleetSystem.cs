using System.Globalization;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using Akka.Util;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>The actor system a fleet lives in. Ends with its regions' threads when disposed of.</summary>
internal sealed class FleetSystem : IDisposable
{
    // For ending after a failure, of which nobody knows what it has left.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RegionDispatcher[] _dispatchers;
    private bool _hasFailed;

    /// <summary>Starts an actor system with a thread for each region.</summary>
    /// <param name="regions">The number of regions.</param>
    /// <param name="messages">Which types the messages in a checkpoint may have; null for those of every fleet.</param>
    public FleetSystem(int regions = 1, MessageTypes? messages = null)
    {
        messages ??= new MessageTypes([]);
        var json = NewtonSoftJsonSerializerSetup.Create(settings => settings.SerializationBinder = messages);

        // ActorSystem.Create takes no setup without reading the application's configuration file too, which takes 50 ms.
        var actors = new ActorSystemImpl("fleetsim", Config, ActorSystemSetup.Create(json), Option<Props>.None);
        actors.Start();
        Actors = actors;
        _dispatchers = [.. Enumerable.Range(0, regions).Select(region => (RegionDispatcher)Actors.Dispatchers.Lookup(DispatcherPath(new RegionId(region))))];
    }

    /// <summary>What a fleet needs of its actor system: threads for its regions, a scheduler of virtual time, and silence.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(Dispatchers() + $"akka.scheduler.implementation = \"{typeof(VirtualScheduler).AssemblyQualifiedName}\"\n" + """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.exit-clr = off
        }
        """ + Serializer());

    /// <summary>Where the configuration names a region's dispatcher. Its thread begins when it is first looked up.</summary>
    public static string DispatcherPath(RegionId region) => string.Create(CultureInfo.InvariantCulture, $"fleet.region-{region}");

    /// <summary>The actor system.</summary>
    public ActorSystem Actors { get; }

    /// <summary>A run in it has failed: it may not be able to end as it should, and is then left to the end of the process.</summary>
    public void GiveUp() => _hasFailed = true;

    /// <inheritdoc/>
    /// <remarks>The threads end last: until then they run what the stopping actors have to do.</remarks>
    public void Dispose()
    {
        try
        {
            if (!Actors.Terminate().Wait(_hasFailed ? Patience : Timeout.InfiniteTimeSpan))
            {
                return;
            }
        }
        catch (Exception) when (_hasFailed)
        {
            return; // that of the run is the one to hear of
        }

        foreach (RegionDispatcher dispatcher in _dispatchers)
        {
            dispatcher.End();
        }
    }

    private static string Serializer() => $$"""

        akka.actor {
          serializers.fleet = "{{typeof(FleetMessageSerializer).AssemblyQualifiedName}}"
          serialization-bindings {
            "{{typeof(RequestEnded).AssemblyQualifiedName}}" = fleet
            "{{typeof(GetSnapshot).AssemblyQualifiedName}}" = fleet
          }
        }
        """;

    private static string Dispatchers() => string.Concat(Enumerable.Range(0, FleetTopology.MostRegions).Select(
        region => $"{DispatcherPath(new RegionId(region))}.type = \"{typeof(RegionDispatcherConfigurator).AssemblyQualifiedName}\"\n"));
}
