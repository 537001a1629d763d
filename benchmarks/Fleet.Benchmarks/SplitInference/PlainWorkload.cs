using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>The constants and random draws of <see cref="SplitInferenceFleet"/>, counted out once.</summary>
internal sealed class PlainWorkload
{
    private readonly CounterKey _arrivalDraws;
    private readonly CounterKey _serviceDraws;
    private readonly CounterKey _inputDraws;
    private readonly ServiceTime _deviceCompute;
    private readonly SimTime[] _batchTimes;
    private readonly double _rate;
    private readonly int _inputs;

    /// <summary>Counts them out.</summary>
    public PlainWorkload(FleetSpec spec)
    {
        DeviceClassSpec devices = spec.DeviceClasses[0];
        LinkSpec links = spec.Links[0];
        ServerSpec servers = spec.Servers[0];
        Duration = spec.Duration;
        Devices = devices.Count;
        Links = (Devices + links.SharedBy - 1) / links.SharedBy;
        Servers = servers.Count;
        BatchSize = servers.BatchSize;
        UpTransfer = new ServiceTime(8.0 * devices.ActivationBytes, links.UpBitsPerSecond).FromCost;
        DownTransfer = new ServiceTime(8.0 * devices.AnswerBytes, links.DownBitsPerSecond).FromCost;
        UpLatency = links.UpLatency;
        DownLatency = links.DownLatency;
        _arrivalDraws = new CounterKey(spec.Seed, RandomPurpose.Arrival);
        _serviceDraws = new CounterKey(spec.Seed, RandomPurpose.Service);
        _inputDraws = new CounterKey(spec.Seed, RandomPurpose.Input);
        _deviceCompute = new ServiceTime(devices.EdgeFlops, devices.Compute.FlopsPerSecond);
        _batchTimes = [.. Enumerable.Range(0, BatchSize + 1).Select(
            requests => new ServiceTime((double)requests * devices.CloudFlops, servers.Compute.FlopsPerSecond).FromCost)];
        _rate = devices.Arrivals.RatePerSecond;
        _inputs = devices.Inputs.SetSize;
    }

    /// <summary>The end of the run.</summary>
    public SimTime Duration { get; }

    /// <summary>The number of devices.</summary>
    public int Devices { get; }

    /// <summary>The number of links.</summary>
    public int Links { get; }

    /// <summary>The number of servers.</summary>
    public int Servers { get; }

    /// <summary>The most requests in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>How long an activation takes on the uplink.</summary>
    public SimTime UpTransfer { get; }

    /// <summary>How long an answer takes on the downlink.</summary>
    public SimTime DownTransfer { get; }

    /// <summary>Propagation to the server.</summary>
    public SimTime UpLatency { get; }

    /// <summary>Propagation from the server.</summary>
    public SimTime DownLatency { get; }

    /// <summary>A link as the cause of events.</summary>
    public EntityId IdOfLink(int link) => new(Devices + link);

    /// <summary>A server as the cause of events.</summary>
    public EntityId IdOfServer(int server) => new(Devices + Links + server);

    /// <summary>When a request arrives, given when the one before it did.</summary>
    public SimTime NextArrival(int device, uint sequence, SimTime previous) =>
        previous + SimTime.FromSeconds(_arrivalDraws.Exponential((uint)device, sequence) / _rate);

    /// <summary>How long the layers of a request take on its device.</summary>
    public SimTime DeviceCompute(int device, uint sequence) =>
        _deviceCompute.Times(_serviceDraws.Exponential((uint)device, sequence), spare: 0);

    /// <summary>The picture that a request carries.</summary>
    public int Input(int device, uint sequence) => _inputDraws.Below(_inputs, (uint)device, sequence);

    /// <summary>How long a server takes for a batch.</summary>
    public SimTime BatchTime(int requests) => _batchTimes[requests];
}
