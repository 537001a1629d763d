using Akka.Actor;
using Akka.Configuration;
using Fleet.Actors.LeanActors;

namespace Fleet.Actors;

/// <summary>The actor system a fleet lives in. Ends with its region's thread when disposed of.</summary>
internal sealed class FleetSystem : IDisposable
{
    /// <summary>The most regions, and so threads, of a run.</summary>
    public const int MostRegions = 64;

    private readonly RegionDispatcher _dispatcher;

    /// <summary>Starts an actor system.</summary>
    public FleetSystem()
    {
        Actors = ActorSystem.Create("fleetsim", Config);
        _dispatcher = (RegionDispatcher)Actors.Dispatchers.Lookup(DispatcherPath(0));
    }

    /// <summary>What a fleet needs of its actor system: a thread for its region, and silence.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(Dispatchers() + """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.exit-clr = off
        }
        """);

    /// <summary>Where the configuration names a region's dispatcher. Its thread begins when it is first looked up.</summary>
    public static string DispatcherPath(int region) => $"fleet.region-{region}";

    /// <summary>The actor system.</summary>
    public ActorSystem Actors { get; }

    /// <inheritdoc/>
    /// <remarks>The thread ends last: until then it runs what the stopping actors have to do.</remarks>
    public void Dispose()
    {
        Actors.Terminate().GetAwaiter().GetResult();
        _dispatcher.End();
    }

    private static string Dispatchers() => string.Concat(Enumerable.Range(0, MostRegions).Select(
        region => $"{DispatcherPath(region)}.type = \"{typeof(RegionDispatcherConfigurator).AssemblyQualifiedName}\"\n"));
}
