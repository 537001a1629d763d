using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Entities;

/// <summary>How a server behaves: it batches requests, computes the rest of the layers and sends the answers back.</summary>
internal sealed class ServerBehavior(FleetTopology topology, bool check)
{
    private readonly CounterKey _draws = topology.Draws(RandomPurpose.Service);
    private readonly long[] _flopsOfClass = [.. topology.Spec.DeviceClasses.Select(c => c.CloudFlops)];

    /// <summary>A server before its first event.</summary>
    public ServerState Create(ServerId server) =>
        new(server, new EventSource(topology.IdOf(server)), topology.SpecOfServer(server));

    /// <summary>An activation arrives.</summary>
    /// <exception cref="InvariantViolationException">Checks are on, and a worker idles while a batch is due.</exception>
    public void Receive(ServerState state, in SimEvent item, FleetRegion simulation)
    {
        QueuedRequest request = ToRequest(item);
        if (state.NeverSent(request.Link, item.Sequence))
        {
            NotifyLost(state, request, RequestOutcome.EntityRestarted, simulation);
        }
        else
        {
            state.Enqueue(request);
            if (topology.IsObserved(state.Server))
            {
                simulation.Send(state.Source.Emit(
                    topology.Adversary, simulation.Now, EventKinds.MessageSeen, a: item.A, b: item.B));
            }
        }

        StartBatches(state, simulation);
    }

    /// <summary>A worker has finished its batch, unless the server was restarted in the meantime.</summary>
    /// <exception cref="InvariantViolationException">Checks are on, and a worker idles while a batch is due.</exception>
    public void FinishBatch(ServerState state, in SimEvent item, FleetRegion simulation)
    {
        if (item.A == state.Incarnation)
        {
            Answer(state, item.B, simulation);
        }

        StartBatches(state, simulation);
    }

    /// <summary>The oldest request has waited long enough for its batch.</summary>
    /// <exception cref="InvariantViolationException">Checks are on, and a worker idles while a batch is due.</exception>
    public void EndBatchWait(ServerState state, FleetRegion simulation)
    {
        state.TimerAt = SimTime.Never;
        StartBatches(state, simulation);
    }

    /// <summary>A link was restarted: some messages whose arrival is scheduled were never sent.</summary>
    /// <exception cref="InvariantViolationException">Checks are on, and a worker idles while a batch is due.</exception>
    public void OnLinkRestarted(ServerState state, in SimEvent item, FleetRegion simulation)
    {
        state.LinkRestarted(topology.LinkOf(item.Source), item.Sequence);
        StartBatches(state, simulation);
    }

    /// <summary>
    /// Sets up the state after a failure. The devices of the requests that the server held are notified after the latency of
    /// their links.
    /// </summary>
    public void Restart(ServerState fresh, ServerState former, in SimEvent failed, FleetRegion simulation)
    {
        fresh.CarryOver(former);
        bool failedOneIsHeld = false;
        foreach (QueuedRequest request in former.Held())
        {
            failedOneIsHeld |= request.Request == failed.Request;
            NotifyLost(fresh, request, RequestOutcome.EntityRestarted, simulation);
        }

        if (failed.Kind == EventKinds.ActivationAtServer && !failedOneIsHeld)
        {
            NotifyLost(fresh, ToRequest(failed), RequestOutcome.EntityRestarted, simulation);
        }
    }

    /// <summary>A request reaches a server that has stopped.</summary>
    public void Reject(ServerState state, in SimEvent item, FleetRegion simulation) =>
        NotifyLost(state, ToRequest(item), RequestOutcome.EntityStopped, simulation);

    /// <summary>Its counters.</summary>
    public static ServerSnapshot Snapshot(ServerState state, int restarts) =>
        new(state.Server, state.Received, state.Answered, state.Batches, state.Waiting, state.Busy, restarts);

    private QueuedRequest ToRequest(in SimEvent item) =>
        new(item.Request, topology.LinkOf(item.Source), DeviceTag.Unpack(item.A), item.Time);

    private void StartBatches(ServerState state, FleetRegion simulation)
    {
        EntityHandle self = topology.Server(state.Server);
        while (state.CanStart(simulation.Now))
        {
            int worker = state.Start(simulation.Now);
            SimTime done = simulation.Now + BatchTime(state, worker);
            simulation.Send(state.Source.Emit(self, done, EventKinds.BatchDone, a: state.Incarnation, b: worker));
        }

        if (state.NeedsTimer)
        {
            state.TimerAt = state.BatchDue;
            simulation.Send(state.Source.Emit(self, state.TimerAt, EventKinds.BatchWaitOver));
        }

        if (check && state.IdlesWithWork(simulation.Now))
        {
            throw new InvariantViolationException(string.Create(CultureInfo.InvariantCulture, $"A worker of server {state.Server} idles at {simulation.Now} while a batch is due."));
        }
    }

    // The cost of a batch is linear in its requests, so classes may mix.
    private SimTime BatchTime(ServerState state, int worker)
    {
        double flops = 0;
        foreach (ref readonly QueuedRequest request in state.BatchOf(worker))
        {
            flops += _flopsOfClass[request.Tag.DeviceClass];
        }

        ComputeSpec compute = state.Spec.Compute;
        return new ServiceTime(flops, compute.FlopsPerSecond).By(compute.Service, _draws, state.Source.Id, state.Batches);
    }

    private void Answer(ServerState state, int worker, FleetRegion simulation)
    {
        SimTime start = state.StartOf(worker);
        ReadOnlySpan<QueuedRequest> batch = state.BatchOf(worker);

        // Before the answers are sent: if that fails half-way, no request of the batch is both answered and lost.
        state.Finish(worker);
        foreach (ref readonly QueuedRequest request in batch)
        {
            simulation.Send(state.Source.Emit(
                topology.Link(request.Link),
                simulation.Now + topology.KindOfLink(request.Link).DownLatency,
                EventKinds.AnswerAtLink,
                request.Request,
                (start - request.ArrivedAt).Nanoseconds));
        }
    }

    private void NotifyLost(ServerState state, in QueuedRequest request, RequestOutcome outcome, FleetRegion simulation) =>
        simulation.Send(state.Source.Emit(
            topology.Device(request.Tag.Device),
            simulation.Now + topology.KindOfLink(request.Link).DownLatency,
            EventKinds.RequestLost,
            request.Request,
            (simulation.Now - request.ArrivedAt).Nanoseconds,
            (int)outcome));
}
