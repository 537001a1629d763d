using System.Text;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.Tests.Shell.UserActors;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell.Checkpoints;

/// <summary>A checkpoint names types, and only those that its fleet could have written are made.</summary>
public sealed class MessageTypeTests
{
    private const int Json = 1;
    private const string File = "{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"fileName\":\"/tmp/x\"}";

    [Theory]
    [InlineData(File)]
    [InlineData("{\"$type\":\"System.Diagnostics.Process, System.Diagnostics.Process\"}")]
    [InlineData("{\"$type\":\"Fleet.Actors.Shell.FleetSystem, Fleet.Actors\"}")]
    [InlineData("{\"$type\":\"Akka.Actor.Inbox, Akka\"}")]
    [InlineData("{\"$type\":\"Fleet.Actors.Tests.Shell.UserActors.Done, Fleet.Actors.Tests\",\"Number\":1,\"What\":" + File + "}")]
    [InlineData("{\"$type\":\"System.Collections.Generic.List`1[[System.IO.FileInfo, System.Private.CoreLib]], System.Private.CoreLib\",\"$values\":[]}")]
    [InlineData("{\"$type\":\"Nobody.Knows, It\"}")]
    [InlineData("no json")]
    public void A_message_of_another_type_is_refused_when_a_run_goes_on(string text)
    {
        var exception = Assert.Throws<CheckpointFormatException>(() => Unpack(new SavedMessage(Json, "", Encoding.UTF8.GetBytes(text))));
        Assert.StartsWith("The checkpoint holds a message that this fleet cannot have: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_named_beside_a_message_is_not_looked_up() =>
        Assert.Throws<CheckpointFormatException>(() => Unpack(new SavedMessage(Json, "System.IO.FileInfo, System.Private.CoreLib", Encoding.UTF8.GetBytes(File))));

    [Theory]
    [InlineData(typeof(int[]), true)]
    [InlineData(typeof(Dictionary<string, List<(int, double?)>>), true)]
    [InlineData(typeof(DeviceSnapshot), true)]
    [InlineData(typeof(RequestRecord), true)]
    [InlineData(typeof(Done), true)]
    [InlineData(typeof(FileInfo), false)]
    [InlineData(typeof(List<FileInfo>), false)]
    [InlineData(typeof(FleetSystem), false)]
    [InlineData(typeof(Task<int>), false)]
    [InlineData(typeof(Action), false)]
    [InlineData(typeof(Akka.Actor.Inbox), false)]
    [InlineData(typeof(Xunit.Assert), false)]
    public void Allowed_are_types_of_the_actors_assemblies_and_plain_values(Type type, bool allowed) =>
        Assert.Equal(allowed, MessageTypes.Of(Fleet()).Allows(type));

    [Fact]
    public void An_actor_may_add_assemblies()
    {
        FleetSpec fleet = Fleet();
        fleet = fleet with { Actors = [(SimActorSpec)fleet.Actors[0] with { MessageAssemblies = [typeof(Xunit.Assert).Assembly, typeof(object).Assembly] }] };
        Assert.True(MessageTypes.Of(fleet).Allows(typeof(Xunit.Assert)));
        Assert.False(MessageTypes.Of(fleet).Allows(typeof(FileInfo))); // the platform's stay what they are
    }

    private static FleetSpec Fleet() => Fleets.Mixed() with
    {
        Actors = [new SimActorSpec("c", Akka.Actor.Props.Create(() => new Clerk(new Diary())), SimTime.FromMilliseconds(7))],
    };

    private static object Unpack(SavedMessage message)
    {
        using var system = new FleetSystem(messages: MessageTypes.Of(Fleet()));
        return new MessageCodec(system.Actors, new EntityTable()).Unpack(message);
    }
}
