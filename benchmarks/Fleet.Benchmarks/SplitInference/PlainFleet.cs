using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>
/// What a hand-written simulator of <see cref="SplitInferenceFleet"/> would be: arrays of structs, the same queue, the
/// same random numbers, prefetching; no actors, no regions, no virtual calls. Knows one class of device, one kind of
/// link and one kind of server with one worker that never waits for its batch to fill.
/// </summary>
internal sealed class PlainFleet
{
    private const int FirstRoom = 16;
    private const int NoRequest = -1;

    // The calls are many and short, so that the compiler soon replaces the loop by its optimised form.
    private const int SliceEvents = 4096;

    private readonly BucketQueue _queue = new();
    private readonly Slab<PlainDevice> _devices;
    private readonly Slab<PlainLink> _links;
    private readonly PlainServer[] _servers;
    private readonly SlabBlock[] _blocks;
    private readonly PlainWorkload _work;
    private readonly PlainRecorder _recorder;
    private Slab<PlainRequest> _requests = new(FirstRoom);
    private int _places;
    private int _freePlace = NoRequest;

    /// <summary>Fills the queue with the first request of each device.</summary>
    public PlainFleet(FleetSpec spec)
    {
        _work = new PlainWorkload(spec);
        _recorder = new PlainRecorder(spec.WarmUp);
        _devices = new Slab<PlainDevice>(_work.Devices);
        _links = new Slab<PlainLink>(_work.Links);
        _servers = new PlainServer[_work.Servers];
        _blocks = [_devices.Block, _links.Block, _links.Block with { Size = 0 }]; // by type of entity; servers are few
        for (int server = 0; server < _servers.Length; server++)
        {
            _servers[server] = new PlainServer(FirstRoom);
        }

        for (int link = 0; link < _links.Count; link++)
        {
            _links[link].Server = link % _servers.Length;
        }

        for (int device = 0; device < _devices.Count; device++)
        {
            ScheduleArrival(ref _devices[device], device, SimTime.Zero);
        }
    }

    /// <summary>Events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Requests that have arrived so far.</summary>
    public long Issued => _recorder.Issued;

    /// <summary>Latencies so far.</summary>
    public LatencySummary Latency => _recorder.Latency();

    /// <summary>The hash over the simulated world, as the product's.</summary>
    public string HashAt(SimTime reached) => _recorder.Hash(reached);

    /// <summary>Handles all events before an instant.</summary>
    public void RunTo(SimTime bound)
    {
        while (RunSome(bound))
        {
        }
    }

    private bool RunSome(SimTime bound)
    {
        int left = SliceEvents;
        while (left > 0 && _queue.TryPop(bound, out SimEvent item))
        {
            left--;
            if (_queue.TryPeek(Region.PrefetchDistance, out EntityHandle soon, out int request))
            {
                Prefetch(soon, request);
            }

            Handle(item);
        }

        Events += SliceEvents - left;
        return left == 0;
    }

    // Without a branch: of which type the next entity is cannot be predicted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(EntityHandle entity, int request)
    {
        _blocks[(int)entity.Type].Prefetch(entity.Index);
        _requests.Prefetch(Math.Max(request, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Handle(in SimEvent item)
    {
        switch (item.Kind)
        {
            case EventKinds.Arrival:
                Arrive(item);
                break;
            case EventKinds.ActivationAtLink:
                SendUp(item);
                break;
            case EventKinds.ActivationAtServer:
                Receive(item);
                break;
            case EventKinds.BatchDone:
                Answer(item);
                break;
            case EventKinds.AnswerAtLink:
                SendDown(item);
                break;
            default:
                End(item);
                break;
        }
    }

    private void ScheduleArrival(ref PlainDevice device, int number, SimTime previous)
    {
        SimTime at = _work.NextArrival(number, device.Issued, previous);
        if (at < _work.Duration)
        {
            _queue.Push(new SimEvent(
                at,
                new EntityHandle(RegionId.First, EntityTypes.Device, number),
                EventKinds.Arrival,
                new EntityId(number),
                device.Sent++));
        }
    }

    private void Arrive(in SimEvent item)
    {
        int number = item.Destination.Index;
        ref PlainDevice device = ref _devices[number];
        uint sequence = device.Issued++;
        ScheduleArrival(ref device, number, item.Time);

        _recorder.Issued++;
        SimTime compute = _work.DeviceCompute(number, sequence);
        SimTime start = SimTime.Max(item.Time, device.FreeAt);
        device.FreeAt = start + compute;
        int place = TakePlace();
        ref PlainRequest request = ref _requests[place];
        request.Device = number;
        request.Sequence = sequence;
        request.Arrival = item.Time;
        request.DeviceWait = start - item.Time;
        request.DeviceCompute = compute;
        _queue.Push(new SimEvent(
            device.FreeAt,
            new EntityHandle(RegionId.First, EntityTypes.Link, number / SplitInferenceFleet.DevicesPerCell),
            EventKinds.ActivationAtLink,
            new EntityId(number),
            device.Sent++,
            place));
    }

    private void SendUp(in SimEvent item)
    {
        int number = item.Destination.Index;
        ref PlainLink link = ref _links[number];
        SimTime start = SimTime.Max(item.Time, link.UpFreeAt);
        link.UpFreeAt = start + _work.UpTransfer;
        _requests[item.Request].UplinkWait = start - item.Time;
        _queue.Push(new SimEvent(
            link.UpFreeAt + _work.UpLatency,
            new EntityHandle(RegionId.First, EntityTypes.Server, link.Server),
            EventKinds.ActivationAtServer,
            _work.IdOfLink(number),
            link.Sent++,
            item.Request));
    }

    private void Receive(in SimEvent item)
    {
        int number = item.Destination.Index;
        ref PlainServer server = ref _servers[number];
        server.Add(new PlainWaiting(item.Request, item.Source.Value - _work.IdOfLink(0).Value, item.Time));
        if (server.InBatch == 0)
        {
            StartBatch(ref server, number, item.Time);
        }
    }

    private void StartBatch(ref PlainServer server, int number, SimTime now)
    {
        server.InBatch = Math.Min(_work.BatchSize, server.Count);
        server.BatchStart = now;
        _queue.Push(new SimEvent(
            now + _work.BatchTime(server.InBatch),
            new EntityHandle(RegionId.First, EntityTypes.Server, number),
            EventKinds.BatchDone,
            _work.IdOfServer(number),
            server.Sent++));
    }

    private void Answer(in SimEvent item)
    {
        int number = item.Destination.Index;
        ref PlainServer server = ref _servers[number];
        for (int place = 0; place < server.InBatch; place++)
        {
            ref readonly PlainWaiting waiting = ref server[place];
            _queue.Push(new SimEvent(
                item.Time + _work.DownLatency,
                new EntityHandle(RegionId.First, EntityTypes.Link, waiting.Link),
                EventKinds.AnswerAtLink,
                _work.IdOfServer(number),
                server.Sent++,
                waiting.Request,
                (server.BatchStart - waiting.ArrivedAt).Nanoseconds));
        }

        server.RemoveBatch();
        if (server.Count > 0)
        {
            StartBatch(ref server, number, item.Time);
        }
    }

    private void SendDown(in SimEvent item)
    {
        int number = item.Destination.Index;
        ref PlainLink link = ref _links[number];
        SimTime start = SimTime.Max(item.Time, link.DownFreeAt);
        link.DownFreeAt = start + _work.DownTransfer;
        ref PlainRequest request = ref _requests[item.Request];
        request.ServerWait = new SimTime(item.A);
        request.DownlinkWait = start - item.Time;

        // What is left of the way so far, the propagation of the answer aside.
        SimTime beforeCompute = request.Arrival + request.DeviceWait + request.DeviceCompute + request.UplinkWait
            + _work.UpTransfer + _work.UpLatency + request.ServerWait;
        request.ServerCompute = item.Time - _work.DownLatency - beforeCompute;
        _queue.Push(new SimEvent(
            link.DownFreeAt,
            new EntityHandle(RegionId.First, EntityTypes.Device, request.Device),
            EventKinds.AnswerAtDevice,
            _work.IdOfLink(number),
            link.Sent++,
            item.Request));
    }

    private void End(in SimEvent item)
    {
        ref PlainRequest request = ref _requests[item.Request];
        int device = request.Device;
        _recorder.Add(new RequestRecord
        {
            Device = new DeviceId(device),
            DeviceClass = 0,
            Sequence = request.Sequence,
            Input = _work.Input(device, request.Sequence),
            Server = new ServerId(_links[device / SplitInferenceFleet.DevicesPerCell].Server),
            Arrival = request.Arrival,
            Completion = item.Time,
            Outcome = RequestOutcome.Answered,
            Stages = new StageTimes
            {
                DeviceWait = request.DeviceWait,
                DeviceCompute = request.DeviceCompute,
                UplinkWait = request.UplinkWait,
                UplinkTransfer = _work.UpTransfer,
                UplinkPropagation = _work.UpLatency,
                ServerWait = request.ServerWait,
                ServerCompute = request.ServerCompute,
                DownlinkWait = request.DownlinkWait,
                DownlinkTransfer = _work.DownTransfer,
                DownlinkPropagation = _work.DownLatency,
            },
        });
        request.Device = _freePlace;
        _freePlace = item.Request;
    }

    private int TakePlace()
    {
        int place = _freePlace;
        if (place != NoRequest)
        {
            _freePlace = _requests[place].Device;
            return place;
        }

        if (_places == _requests.Count)
        {
            _requests = _requests.Grown(_places * 2);
        }

        return _places++;
    }
}
