using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Messages;

namespace Fleet.Actors;

/// <summary>The actor system a fleet lives in. Ends with its regions' threads when disposed of.</summary>
internal sealed class FleetSystem : IDisposable
{
    /// <summary>The most regions, and so threads, of a run.</summary>
    public const int MostRegions = 64;

    private readonly RegionDispatcher[] _dispatchers;

    /// <summary>Starts an actor system with a thread for each region.</summary>
    public FleetSystem(int regions = 1)
    {
        Actors = ActorSystem.Create("fleetsim", Config);
        _dispatchers = [.. Enumerable.Range(0, regions).Select(region => (RegionDispatcher)Actors.Dispatchers.Lookup(DispatcherPath(region)))];
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
    public static string DispatcherPath(int region) => string.Create(CultureInfo.InvariantCulture, $"fleet.region-{region}");

    /// <summary>The actor system.</summary>
    public ActorSystem Actors { get; }

    /// <inheritdoc/>
    /// <remarks>The threads end last: until then they run what the stopping actors have to do.</remarks>
    public void Dispose()
    {
        Actors.Terminate().GetAwaiter().GetResult();
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

    private static string Dispatchers() => string.Concat(Enumerable.Range(0, MostRegions).Select(
        region => $"{DispatcherPath(region)}.type = \"{typeof(RegionDispatcherConfigurator).AssemblyQualifiedName}\"\n"));
}
