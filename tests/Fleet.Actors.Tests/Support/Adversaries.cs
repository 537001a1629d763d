using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Support;

internal static class Adversaries
{
    /// <summary>Puts an adversary at the first kind of server.</summary>
    public static FleetSpec With(FleetSpec spec, int? targets, int? perDevice, double rate = 1e9) => spec with
    {
        Adversary = new AdversarySpec
        {
            Server = "cloud",
            TargetDevices = targets,
            MessagesPerDevice = perDevice,
            FlopsPerSecond = rate,
            AttackFlopsByClass = [.. spec.DeviceClasses.Select((_, i) => (i + 1) * 100_000_000L)],
        },
    };
}
