using Akka.Actor;
using Akka.Configuration;
using Fleet.Actors.Time;

namespace Fleet.Actors;

/// <summary>The actor system a fleet lives in. Ends with its region's thread when disposed of.</summary>
internal sealed class FleetSystem : IDisposable
{
    /// <summary>Where the configuration names the region's dispatcher.</summary>
    public const string RegionDispatcherPath = "fleet.region-0";

    private readonly RegionDispatcher _dispatcher;

    /// <summary>Starts an actor system.</summary>
    public FleetSystem()
    {
        Actors = ActorSystem.Create("fleetsim", Config);
        _dispatcher = (RegionDispatcher)Actors.Dispatchers.Lookup(RegionDispatcherPath);
    }

    /// <summary>What a fleet needs of its actor system: a thread for its region, and silence.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString("""
        fleet.region-0.type = "Fleet.Actors.Time.RegionDispatcherConfigurator, Fleet.Actors"
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

    /// <summary>The actor system.</summary>
    public ActorSystem Actors { get; }

    /// <inheritdoc/>
    /// <remarks>The thread ends last: until then it runs what the stopping actors have to do.</remarks>
    public void Dispose()
    {
        Actors.Terminate().GetAwaiter().GetResult();
        _dispatcher.End();
    }
}
