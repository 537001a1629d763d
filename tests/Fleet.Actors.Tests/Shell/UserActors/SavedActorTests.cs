using System.Linq.Expressions;
using Akka.Actor;
using CsCheck;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

#pragma warning disable AK1004 // the scheduler itself is tested

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>Runs with users' actors that go on from a checkpoint.</summary>
public sealed class SavedActorTests
{
    private static readonly SimTime Delay = SimTime.FromMilliseconds(7);

    private static readonly RequestEnded Report = new(new RequestRecord
    {
        Device = new DeviceId(3),
        DeviceClass = 1,
        Sequence = 1L << 40,
        Input = 5,
        Server = new ServerId(6),
        Arrival = new SimTime(7),
        Completion = new SimTime(8),
        Outcome = RequestOutcome.EntityRestarted,
        Stages = new StageTimes { Defense = new SimTime(9) },
    });

    private readonly Diary _diary = new();

    [Fact]
    public void Fleets_with_actors_cut_at_any_instant_and_resumed_give_the_same_hash_and_the_same_messages() =>
        Gen.Select(Gen.ULong[1, 1000], Gen.Int[1, 3], Gen.Long[1, 4_999_999_999], Gen.Bool).Sample(
            AssertResumes,
            iter: LongRun.Cases(8, 1_000),
            threads: 1);

    // Cut while an envelope is under way from a child that has ended and has a successor of the same name.
    [Fact]
    public void A_successor_does_not_hear_what_is_for_its_predecessor() => AssertResumes(247, 2, 1_246_128_982, heap: true);

    // The foreman fails for the last time in the middle of a slice of events, and what it had scheduled ends with it.
    [Fact]
    public void What_an_actor_had_scheduled_ends_with_it_wherever_windows_end() => AssertResumes(13, 1, 1_090_000_000, heap: true);

    [Fact]
    public void What_the_actors_of_the_property_do_includes_everything_that_is_saved()
    {
        string[] messages = [.. Enumerable.Range(1, 4).SelectMany(seed => Run(Staffed((ulong)seed), new SimulationOptions()).Messages)];
        foreach (string what in (string[])["again", "Hurried", "beat", "timer", "DeviceSnapshot", "device-", "Int64", "is number", "RequestEnded"])
        {
            Assert.Contains(messages, line => line.Contains(what, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_run_resumed_from_a_resumed_run_gives_the_same_hash()
    {
        FleetSpec spec = Staffed(5);
        var options = new SimulationOptions { Regions = 2 };
        FleetResult expected = Run(spec, options).Result;
        var first = new MemoryStore(SimTime.FromSeconds(1.1));
        Run(spec, options, first);
        var second = new MemoryStore(SimTime.FromSeconds(1.7));
        Run(spec, options with { ResumeFrom = first.Kept[1].Open() }, second);
        AssertSame(expected, Run(spec, options with { ResumeFrom = second.Kept[0].Open() }).Result);
    }

    public static TheoryData<object> Messages => new()
    {
        7, 7L, (short)7, (byte)7, 0.1, 0.1f, 7.25m, 'c', true, Mood.Hurried, "text", SimTime.FromSeconds(3.5), TimeSpan.FromSeconds(1), Guid.Empty,
        new Done(1, null), new Done(2, 3), new Done(2, 3L), new Done(3, SimTime.FromSeconds(1)), new Done(4, new Done(5, 0.1)),
        new DeviceSnapshot(new DeviceId(1), 2, 3, 4, SimTime.FromSeconds(5), 6, 7), new LinkSnapshot(new LinkId(1), 2, SimTime.Zero, 3, SimTime.Never, 4), new ServerSnapshot(new ServerId(1), 2, 3, 4, 5, 6, 7),
        new UseDefense(3), GetSnapshot.Instance, Report,
        new int[] { 1, 2 }, new List<string> { "a", "b" }, new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_under_way_comes_back_as_it_was(object message)
    {
        using var system = new FleetSystem(messages: new MessageTypes([typeof(Done).Assembly]));
        var codec = new MessageCodec(system.Actors, new EntityTable());
        object back = codec.Unpack(codec.Pack(message, "a", "a message"));
        Assert.Equal(message.GetType(), back.GetType());
        Assert.Equivalent(message, back, strict: true);
        Assert.Null(MessageComparison.Difference(message, back, _ => true));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "private field", "d has a message under way, of type Fleet.Actors.Tests.Shell.UserActors.Secret, that cannot be saved: its field _number would come back as 0" },
        { "object number", "of type Fleet.Actors.Tests.Shell.UserActors.Done, that cannot be saved: its field What would come back as System.Int64" },
        { "collection expression", "d has a message under way, of type Fleet.Actors.Tests.Shell.UserActors.Listed, that cannot be saved: " },
        { "timer key", "d has a timer with a key, of type Fleet.Actors.Tests.Shell.UserActors.Secret" },
        { "timer message", "d has a timer with a message, of type Fleet.Actors.Tests.Shell.UserActors.Secret" },
        { "action", "d has scheduled an action, which is code" },
        { "delegate", "of type Fleet.Actors.Tests.Shell.UserActors.Done, that cannot be saved: " },
        { "cancelable", "d can cancel a scheduled message of type System.String" },
        { "selection", "d has scheduled a message to an actor selection" },
        { "outside", "d talks with /system" },
        { "outside in message", "its field What is the address of somebody outside the simulated world" },
        { "become", "d has called Become, and a checkpoint does not hold what that sets up" },
        { "become stacked", "d has called BecomeStacked, " },
        { "watch", "d has called Watch, " },
        { "watch of child with message", "d has called WatchWith, " },
        { "receive timeout", "d has called SetReceiveTimeout, " },
        { "child with stash", "d/c is a Fleet.Actors.Tests.Shell.UserActors.Stasher, which has a stash" },
        { "unsavable child", "d/c is a Fleet.Actors.Tests.Shell.UserActors.Child, which does not implement ISavedActor" },
        { "unnamed child", "d/$1 has no name of its own" },
        { "tells when saved", "d cannot give its state: it tells or schedules String" },
        { "throws when saved", "d cannot give its state: no pen" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_saved_is_named_at_the_first_checkpoint_and_what_was_finished_stays(string what, string message)
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [new SimActorSpec("d", Props.Create(() => new Hoarder(what)), Delay)] };
        var store = new MemoryStore(SimTime.FromSeconds(2)) { Sink = new ListSink() };
        var refusal = Assert.Throws<CheckpointUnsupportedException>(
            () => FleetSimulation.Run(spec, store.Sink, new SimulationOptions { Checkpoints = store }));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("d", refusal.Entity, StringComparison.Ordinal);
        Assert.Empty(store.Kept);
        Assert.Equal(SimTime.FromSeconds(2), refusal.Finished!.SimulatedTime);
        Assert.True(refusal.Finished.Interrupted);
        Assert.Equal(refusal.Finished.Answered, store.Sink.Requests.Count);
        Assert.NotEmpty(store.Sink.Requests);
    }

    public static TheoryData<Props, string> Unsavable => new()
    {
        { Props.Create(() => new Child(new Diary())), "is a Fleet.Actors.Tests.Shell.UserActors.Child, which does not implement ISavedActor" },
        { Props.Create(() => new Stasher()), "is a Fleet.Actors.Tests.Shell.UserActors.Stasher, which has a stash" },
    };

    [Theory]
    [MemberData(nameof(Unsavable))]
    public void An_actor_that_is_not_savable_is_refused_before_the_run_begins(Props actor, string problem)
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [new SimActorSpec("p", actor, Delay)] };
        Assert.Equal(["p"], spec.UnsavableActors.Select(unsavable => unsavable.Name));
        var store = new MemoryStore(SimTime.FromSeconds(2)) { Sink = new ListSink() };
        var refusal = Assert.Throws<CheckpointUnsupportedException>(
            () => FleetSimulation.Run(spec, store.Sink, new SimulationOptions { Checkpoints = store }));
        Assert.Equal($"The run cannot write checkpoints: p {problem}.", refusal.Message);
        Assert.Null(refusal.Finished);
        Assert.Empty(store.Sink.Requests);
    }

    [Fact]
    public void What_no_checkpoint_holds_can_be_used_in_a_run_without_checkpoints()
    {
        foreach (string what in (string[])["become", "become stacked", "watch", "watch of child with message", "receive timeout", "child with stash"])
        {
            FleetResult result = Run(Fleets.Mixed() with { Actors = [Spec("d", () => new Hoarder(what))] }, new SimulationOptions()).Result;
            Assert.Empty(result.EntityFailures);
        }
    }

    [Fact]
    public void Restarts_before_the_checkpoint_count_towards_the_limit_after_it()
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [new SimActorSpec("d", Props.Create(() => new Faulty()), Delay)] };
        var store = new MemoryStore(SimTime.FromSeconds(2.5));
        Assert.Throws<EntityStoppedException>(() => Run(spec, new SimulationOptions(), store));
        var exception = Assert.Throws<EntityStoppedException>(() => Run(spec, new SimulationOptions { ResumeFrom = store.Kept[0].Open() }));
        Assert.Contains("/user/fleet/d failed again after 3 restarts", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Actors_and_entities_that_had_ended_stay_so_and_keep_their_addresses()
    {
        FleetSpec spec = Staffed(3) with { Failures = new FailureSpec(MaxRestarts: 0, GoOn: true) };
        var options = new SimulationOptions { Check = true, Regions = 2, Faults = [new InjectedFault(new EntityHandle(RegionId.First, EntityTypes.Device, 0), SimTime.FromSeconds(0.5))] };
        (FleetResult expected, string[] messages, _) = Run(spec, options);
        Assert.Contains("device-0", expected.StoppedEntities);
        var store = new MemoryStore(SimTime.FromSeconds(1));
        Run(spec, options, store);
        foreach (Checkpoint checkpoint in store.Kept)
        {
            (FleetResult resumed, string[] rest, _) = Run(spec, options with { ResumeFrom = checkpoint.Open() });
            Assert.Equal(messages[^rest.Length..], rest);
            AssertSame(expected, resumed);
        }
    }

    [Fact]
    public void An_actor_that_does_not_go_on_from_its_state_is_named()
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [new SimActorSpec("d", Props.Create(() => new Hoarder("refuses state")), Delay)] };
        var store = new MemoryStore(SimTime.FromSeconds(2));
        Run(spec, new SimulationOptions(), store);
        var exception = Assert.Throws<CheckpointFormatException>(() => Run(spec, new SimulationOptions { ResumeFrom = store.Kept[0].Open() }));
        Assert.Equal("d does not go on from its saved state: not mine", exception.Message);
    }

    [Fact]
    public void A_child_that_had_ended_is_not_there_again()
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [Spec("m", () => new Mother(_diary, forgets: false))] };
        string[] messages = Run(spec, new SimulationOptions()).Messages;
        Assert.Equal(["1000 m: 1 left", "2000 m: 2 left", "3000 m: 2 left"], messages[..3]);
        var store = new MemoryStore(SimTime.FromSeconds(2.5));
        Run(spec, new SimulationOptions(), store);
        Assert.Equal(messages[2..], Run(spec, new SimulationOptions { ResumeFrom = store.Kept[0].Open() }).Messages);
    }

    [Fact]
    public void An_actor_that_does_not_make_its_child_again_is_named()
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [Spec("m", () => new Mother(_diary, forgets: true))] };
        var store = new MemoryStore(SimTime.FromSeconds(2.5));
        Run(spec, new SimulationOptions(), store);
        var exception = Assert.Throws<CheckpointFormatException>(() => Run(spec, new SimulationOptions { ResumeFrom = store.Kept[0].Open() }));
        Assert.StartsWith("m does not make its child third again", exception.Message, StringComparison.Ordinal);
    }

    private static double InstantOf(string line) => double.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.CurrentCulture);

    private void AssertResumes(ulong seed, int regions, long cut, bool heap)
    {
        FleetSpec spec = Staffed(seed);
        var options = new SimulationOptions { Check = true, Regions = regions, Queue = heap ? EventQueueKind.Heap : EventQueueKind.Buckets };
        (FleetResult expected, string[] messages, _) = Run(spec, options);
        var store = new MemoryStore(new SimTime(cut));
        Assert.Equal(messages, Run(spec, options, store).Messages);
        foreach (Checkpoint checkpoint in store.Kept.Take(2))
        {
            (FleetResult resumed, string[] rest, List<RequestRecord> requests) = Run(spec, options with { ResumeFrom = checkpoint.Open() });
            Assert.Equal(messages.Where(line => InstantOf(line) >= checkpoint.At.Milliseconds), rest);
            AssertSame(expected, resumed);
            Assert.Equal(store.Sink!.Requests[checkpoint.Requests..], requests);
        }
    }

    // Two foremen that give each other jobs, and a clerk.
    private FleetSpec Staffed(ulong seed)
    {
        FleetSpec spec = Adversaries.With(Fleets.Mixed(seed), null, 2);
        return spec with
        {
            Duration = SimTime.FromSeconds(5),
            DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { OtherDefenses = [new DefenseOption(40_000_000, 9_000)] })],
            Actors =
            [
                Spec("one", () => new Foreman(_diary, seed, "clerk")) with { ObservesRequests = true },
                Spec("clerk", () => new Clerk(_diary)),
                Spec("two", () => new Foreman(_diary, seed + 1, "one")),
            ],
            Failures = new FailureSpec(MaxRestarts: 2, GoOn: true),
        };
    }

    private static SimActorSpec Spec<T>(string name, Expression<Func<T>> make)
        where T : ActorBase => new(name, Props.Create(make), Delay);

    private (FleetResult Result, string[] Messages, List<RequestRecord> Requests) Run(FleetSpec spec, SimulationOptions options, MemoryStore? store = null)
    {
        _diary.Lines.Clear();
        var sink = new ListSink();
        if (store is not null)
        {
            store.Sink = sink;
        }

        FleetResult result = FleetSimulation.Run(spec, sink, options with { Checkpoints = store });
        return (result, [.. _diary.Lines], sink.Requests);
    }

    private static void AssertSame(FleetResult expected, FleetResult actual)
    {
        Assert.Equal((expected.ResultHash, expected.Events), (actual.ResultHash, actual.Events));
        Assert.Equal(expected.Captured, actual.Captured);
        Assert.Equal(expected.EntityFailures, actual.EntityFailures);
        Assert.Equal(expected.StoppedEntities, actual.StoppedEntities);
    }
}
