using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Messages;

/// <summary>Makes a device use another of its class's defences for all requests that arrive after the message.</summary>
/// <param name="Defense">0 for the defence of the class, i for number i - 1 of <see cref="DeviceClassSpec.OtherDefenses"/>.</param>
public sealed record UseDefense(int Defense);

/// <summary>Tells an actor that a request has ended; see <see cref="UserActorSpec.ObservesRequests"/>.</summary>
/// <param name="Request">The request.</param>
public sealed record RequestEnded(RequestRecord Request);
