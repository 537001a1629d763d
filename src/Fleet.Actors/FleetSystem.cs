using Akka.Actor;
using Akka.Configuration;

namespace Fleet.Actors;

/// <summary>The actor system a fleet lives in.</summary>
internal static class FleetSystem
{
    /// <summary>Where the configuration names the region's dispatcher.</summary>
    public const string RegionDispatcherPath = "fleet.region-0";

    /// <summary>What a fleet needs of its actor system: a thread for its region, and silence.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
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

    /// <summary>Starts an actor system.</summary>
    public static ActorSystem Start() => ActorSystem.Create("fleetsim", Config);
}
