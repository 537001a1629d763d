using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Serialization;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;

namespace Fleet.Actors.Shell;

/// <summary>
/// Serializes the fleet's own messages: <see cref="RequestEnded"/>, of which there are many, as the bytes of the record, and
/// <see cref="GetSnapshot"/>, which has one instance.
/// </summary>
/// <param name="system">The actor system.</param>
internal sealed class FleetMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Its number among Akka's serializers.</summary>
    public const int Number = 7_411;

    private const string Ended = "ended";
    private const string Snapshot = "snapshot";

    public override int Identifier => Number;

    public override string Manifest(object o) => o is RequestEnded ? Ended : Snapshot;

    public override byte[] ToBinary(object obj)
    {
        if (obj is not RequestEnded report)
        {
            return [];
        }

        RequestRecord request = report.Request;
        return MemoryMarshal.AsBytes(new ReadOnlySpan<RequestRecord>(in request)).ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest) => manifest == Ended
        ? new RequestEnded(MemoryMarshal.Read<RequestRecord>(bytes))
        : GetSnapshot.Instance;
}
