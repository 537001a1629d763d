using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell.LeanActors;

public sealed class EntityActorTests : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public EntityActorTests()
        : base(FleetSystem.Config)
    {
    }

    [Theory]
    [InlineData("device-17")]
    [InlineData("link-3")]
    [InlineData("server-1")]
    public async Task Every_entity_has_a_path_and_answers_Identify(string name)
    {
        FleetRun run = Run(Fleets.Mixed());
        run.AdvanceTo(SimTime.FromSeconds(1));
        ActorIdentity identity = await Sys.ActorSelection($"/user/fleet/{name}").Ask<ActorIdentity>(new Identify(1), Soon);
        Assert.EndsWith($"/user/fleet/{name}", identity.Subject.Path.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_asked_for_a_snapshot_gives_its_counters()
    {
        var sink = new ListSink();
        FleetRun run = Run(Fleets.Mixed(), sink);
        run.AdvanceTo(SimTime.FromSeconds(10));
        DeviceSnapshot snapshot = await Sys.ActorSelection("/user/fleet/device-17").Ask<DeviceSnapshot>(GetSnapshot.Instance, Soon);
        Assert.Equal((new DeviceId(17), 1, 0), (snapshot.Device, snapshot.DeviceClass, snapshot.Restarts));
        Assert.Equal(sink.Requests.Count(r => r.Device == snapshot.Device), snapshot.Answered);
        Assert.InRange(snapshot.Issued, snapshot.Answered, snapshot.Answered + 5);
    }

    [Fact]
    public async Task Snapshots_of_links_servers_and_adversary_agree_with_the_run()
    {
        FleetRun run = Run(Adversaries.With(Fleets.Mixed(), targets: null, perDevice: 1));
        run.AdvanceTo(SimTime.FromSeconds(10));
        long onLinks = 0;
        for (int link = 0; link < 11; link++)
        {
            onLinks += (await Sys.ActorSelection($"/user/fleet/link-{link}").Ask<LinkSnapshot>(GetSnapshot.Instance, Soon)).UpMessages;
        }

        long received = 0;
        for (int server = 0; server < 2; server++)
        {
            received += (await Sys.ActorSelection($"/user/fleet/server-{server}").Ask<ServerSnapshot>(GetSnapshot.Instance, Soon)).Received;
        }

        AdversarySnapshot adversary = await Sys.ActorSelection("/user/fleet/adversary").Ask<AdversarySnapshot>(GetSnapshot.Instance, Soon);
        Assert.Equal(received, adversary.Seen);
        Assert.InRange(onLinks, received, received + 10);
        Assert.Equal(20, adversary.Captured);
    }

    [Fact]
    public async Task Questions_are_answered_while_the_run_goes_on()
    {
        using var cancellation = new CancellationTokenSource();
        FleetRun run = Run(Fleets.Mixed() with { Duration = SimTime.FromSeconds(1e9) }, cancellation: cancellation.Token);
        run.AdvanceTo(SimTime.Zero);
        Task<bool> running = Task.Run(() => run.AdvanceTo(SimTime.FromSeconds(1e9)));
        ActorSelection device = Sys.ActorSelection("/user/fleet/device-0");
        long before = (await device.Ask<DeviceSnapshot>(GetSnapshot.Instance, Soon)).Issued;
        long after = before;
        while (after == before)
        {
            after = (await device.Ask<DeviceSnapshot>(GetSnapshot.Instance, Soon)).Issued;
        }

        Assert.False(running.IsCompleted);
        await cancellation.CancelAsync();
        Assert.False(await running);
    }

    [Fact]
    public void A_watched_entity_that_is_stopped_is_reported_and_ends_the_run()
    {
        FleetRun run = Run(Fleets.Mixed());
        run.AdvanceTo(SimTime.FromSeconds(1));
        IActorRef device = Find("device-4");
        Watch(device);
        device.Tell(PoisonPill.Instance);
        ExpectTerminated(device, Soon);
        var exception = Assert.Throws<EntityStoppedException>(() => run.AdvanceTo(SimTime.FromSeconds(2)));
        Assert.Contains("device-4 was stopped", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EntityTypes.Device, "device-4", 4)]
    [InlineData(EntityTypes.Link, "link-1", 1)]
    [InlineData(EntityTypes.Server, "server-1", 1)]
    public async Task An_entity_that_fails_is_restarted_and_what_it_held_fails(EntityType type, string name, int index)
    {
        InjectedFault fault = FaultInMidWork(type, index);
        var sink = new ListSink();
        FleetRun run = Run(Busy(), sink, new SimulationOptions { Check = true, Faults = [fault] });
        run.AdvanceTo(SimTime.Zero);
        IActorRef before = Find(name);
        run.AdvanceTo(Busy().Duration);
        FleetResult result = run.Result();

        Assert.Equal(before, Find(name));
        dynamic snapshot = await before.Ask<object>(GetSnapshot.Instance, Soon);
        Assert.Equal(1, (int)snapshot.Restarts);
        Assert.Equal(1, result.EntityFailures["InjectedFaultException: injected fault"]);
        RequestRecord[] failed = [.. sink.Requests.Where(r => r.Outcome == RequestOutcome.EntityRestarted)];
        Assert.NotEmpty(failed);
        Assert.Equal(failed.Length, result.Failed["entity-restarted"]);
        Assert.Equal(result.Issued, result.Answered + failed.Length + result.InFlight);
        Assert.All(failed, r => Assert.Equal(r.Latency, r.Stages.Total));
        Assert.All(failed, r => Assert.True(r.Arrival <= fault.At && r.Completion >= fault.At));
        Assert.Contains(sink.Requests, r => r.Outcome == RequestOutcome.Answered && r.Arrival > fault.At && Concerns(r, type, index));
        Assert.InRange(result.InFlight, 0, 100);
    }

    [Theory]
    [InlineData(EntityTypes.Device, 4)]
    [InlineData(EntityTypes.Link, 1)]
    [InlineData(EntityTypes.Server, 1)]
    public void A_run_with_a_failure_is_as_deterministic_as_any(EntityType type, int index)
    {
        var options = new SimulationOptions { Check = true, Faults = [FaultInMidWork(type, index)] };
        string first = FleetSimulation.Run(Busy(), new ListSink(), options).ResultHash;
        Assert.Equal(first, FleetSimulation.Run(Busy(), new ListSink(), options with { Queue = EventQueueKind.Heap }).ResultHash);
        Assert.NotEqual(first, FleetSimulation.Run(Busy(), new ListSink()).ResultHash);
    }

    [Fact]
    public async Task An_adversary_that_fails_goes_on_counting_and_begins_its_attacks_anew()
    {
        FleetSpec spec = Adversaries.With(Fleets.Mixed(), targets: 7, perDevice: 20, rate: 1e8);
        FleetResult expected = FleetSimulation.Run(spec, new ListSink(), new SimulationOptions { Check = true });
        var fault = new InjectedFault(new EntityHandle(RegionId.First, EntityTypes.Adversary, 0), SimTime.FromSeconds(10));
        FleetRun run = Run(spec, options: new SimulationOptions { Check = true, Faults = [fault] });
        run.AdvanceTo(spec.Duration);
        FleetResult result = run.Result();
        AdversarySnapshot snapshot = await Find("adversary").Ask<AdversarySnapshot>(GetSnapshot.Instance, Soon);
        Assert.Equal((1, expected.Captured.Count), (snapshot.Restarts, (int)snapshot.Captured));
        Assert.Equal(1, result.EntityFailures["InjectedFaultException: injected fault"]);
        Assert.Equal((expected.Issued, expected.Answered), (result.Issued, result.Answered));
        Assert.Equal(expected.Captured.Select(m => (m.Device, m.Sequence)), result.Captured.Select(m => (m.Device, m.Sequence)));
        foreach ((CapturedMessage before, CapturedMessage after) in expected.Captured.Zip(result.Captured))
        {
            Assert.True(after.CapturedAt < fault.At ? after == before : after.ReconstructedAt < before.ReconstructedAt);
        }
    }

    [Fact]
    public void A_message_the_link_lost_never_reaches_the_server()
    {
        FleetSpec spec = Adversaries.With(Busy(), null, null);
        InjectedFault fault = FaultInMidWork(EntityTypes.Link, 1);
        var sink = new ListSink();
        FleetResult result = FleetSimulation.Run(spec, sink, new SimulationOptions { Check = true, Faults = [fault] });
        (DeviceId, long)[] lost = [.. sink.Requests.Where(r => r.Outcome == RequestOutcome.EntityRestarted && r.Server == ServerId.None).Select(r => (r.Device, r.Sequence))];
        Assert.NotEmpty(lost);
        Assert.DoesNotContain(result.Captured, m => lost.Contains((m.Device, m.Sequence)));
    }

    [Fact]
    public void An_entity_that_fails_too_often_ends_the_run_with_its_cause()
    {
        var device = new EntityHandle(RegionId.First, EntityTypes.Device, 4);
        var options = new SimulationOptions
        {
            Faults = [.. Enumerable.Range(1, 3).Select(second => new InjectedFault(device, SimTime.FromSeconds(second)))],
        };
        FleetSpec twice = Fleets.Mixed() with { Failures = new FailureSpec(MaxRestarts: 2) };
        var exception = Assert.Throws<EntityStoppedException>(() => FleetSimulation.Run(twice, new ListSink(), options));
        Assert.Contains("/user/fleet/device-4 failed again after 2 restarts", exception.Message, StringComparison.Ordinal);
        Assert.IsType<InjectedFaultException>(exception.InnerException);
        FleetResult allowed = FleetSimulation.Run(Fleets.Mixed(), new ListSink(), options);
        Assert.Equal(3, allowed.EntityFailures.Values.Sum());
    }

    /// <summary>Each told to end, and waited for, they would take many times as long as to make; so would one time-out of Akka.</summary>
    [Fact]
    public void A_fleet_of_many_actors_ends_about_as_fast_as_it_is_made()
    {
        FleetSpec spec = Fleets.Mixed();
        spec = spec with { Duration = SimTime.FromSeconds(1), DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Count = 15_000 })] };
        long start = Stopwatch.GetTimestamp();
        var system = new FleetSystem(2);
        var run = new FleetRun(system.Actors, spec, new ListSink(), new SimulationOptions { Regions = 2 });
        run.AdvanceTo(SimTime.FromMilliseconds(10));
        run.Close();
        TimeSpan making = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        system.Dispose();
        Assert.InRange(Stopwatch.GetElapsedTime(start) / making, 0, 10);
    }

    [Theory]
    [InlineData(EntityTypes.Device, "device-4", 4)]
    [InlineData(EntityTypes.Link, "link-1", 1)]
    [InlineData(EntityTypes.Server, "server-1", 1)]
    [InlineData(EntityTypes.Adversary, "adversary", 0)]
    public void A_run_that_may_goes_on_without_an_entity_that_failed_too_often(EntityType type, string name, int index)
    {
        FleetSpec spec = Adversaries.With(Busy(), null, null) with { Failures = new FailureSpec(MaxRestarts: 0, GoOn: true) };
        InjectedFault fault = type == EntityTypes.Adversary ? new(new EntityHandle(RegionId.First, type, 0), SimTime.FromSeconds(5)) : FaultInMidWork(type, index);
        var sink = new ListSink();
        FleetResult result = FleetSimulation.Run(spec, sink, new SimulationOptions { Check = true, Faults = [fault] });

        Assert.Equal([name], result.StoppedEntities);
        Assert.Equal(result.Issued, result.Answered + result.Failed.Values.Sum() + result.InFlight);
        RequestRecord[] stopped = [.. sink.Requests.Where(r => r.Outcome == RequestOutcome.EntityStopped)];
        Assert.Equal(type is EntityTypes.Link or EntityTypes.Server, stopped.Length > 0);
        Assert.Equal(stopped.Length, result.Failed.GetValueOrDefault("entity-stopped"));
        Assert.All(stopped, r => Assert.Equal(r.Latency, r.Stages.Total));
        Assert.Equal(type == EntityTypes.Adversary, sink.Requests.Exists(r => r.Outcome == RequestOutcome.Answered && r.Arrival > fault.At && Concerns(r, type, index)));
        Assert.Contains(sink.Requests, r => r.Outcome == RequestOutcome.Answered && r.Arrival > fault.At + SimTime.FromSeconds(2));
        if (type == EntityTypes.Adversary)
        {
            Assert.All(result.Captured, m => Assert.True(m.CapturedAt < fault.At));
        }
    }

    // In the middle of the first piece of work that the entity does after 5 s.
    private static InjectedFault FaultInMidWork(EntityType type, int index)
    {
        RequestRecord request = ListSink.Run(Busy()).Requests.First(r => r.Arrival.Seconds > 5 && Concerns(r, type, index));
        StageTimes s = request.Stages;
        SimTime onLink = request.Arrival + s.DeviceWait + s.DeviceCompute + s.Defense + s.UplinkWait;
        (SimTime start, SimTime length) = type switch
        {
            EntityTypes.Device => (request.Arrival + s.DeviceWait, s.DeviceCompute),
            EntityTypes.Link => (onLink, s.UplinkTransfer),
            _ => (onLink + s.UplinkTransfer + s.UplinkPropagation + s.ServerWait, s.ServerCompute),
        };
        return new InjectedFault(new EntityHandle(RegionId.First, type, index), start + new SimTime(length.Nanoseconds / 2));
    }

    // Long queues everywhere, so that whoever fails holds requests.
    private static FleetSpec Busy()
    {
        FleetSpec spec = Fleets.Mixed();
        return spec with
        {
            DeviceClasses = [spec.DeviceClasses[0] with { EdgeFlops = 1_200_000_000, ActivationBytes = 60_000, CloudFlops = 30_000_000 }, spec.DeviceClasses[1]],
        };
    }

    private static bool Concerns(RequestRecord request, EntityType type, int index) => type switch
    {
        EntityTypes.Device => request.Device.Value == index,
        EntityTypes.Link => request.Device.Value / 5 == index,
        EntityTypes.Server => request.Server.Value == index,
        _ => true,
    };

    private IActorRef Find(string name) =>
        Sys.ActorSelection($"/user/fleet/{name}").ResolveOne(Soon).GetAwaiter().GetResult();

    private FleetRun Run(
        FleetSpec spec, IRequestSink? sink = null, SimulationOptions? options = null, CancellationToken cancellation = default) =>
        new(Sys, spec, sink ?? new ListSink(), options ?? new SimulationOptions { Check = true }, cancellation: cancellation);
}
