using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Forecasts;

/// <summary>
/// What a run will need, forecast before it starts. The sizes of things were measured (docs/performance.md, "Long runs"), their
/// numbers follow from the scenario; a test holds that a run of 100,000 devices takes the forecast within a factor of 1.5.
/// </summary>
/// <param name="MemoryBytes">Resident memory at its highest.</param>
/// <param name="DiskBytes">Bytes in the result folder at their highest.</param>
internal sealed record RunForecast(long MemoryBytes, long DiskBytes)
{
    // The process before a fleet exists, and what the tensor library and a data set of 60,000 pictures add.
    private const double ProgramBytes = 90e6;
    private const double TensorBytes = 450e6;

    // An actor with its reference, its state and its places in the tables of the topology.
    private const double BytesPerActor = 640;

    // A place in the pool, which doubles when it is full, an event on its way and an entry in a server's queue.
    private const double BytesPerRequest = 500;

    // An idle worker: its entry, and the batch that it begins with (a head and up to four places), which grows with the batches
    // that it takes; those are counted with the requests.
    private const double BytesPerWorker = 48;
    private const double BytesPerPlace = 24;
    private const int FirstPlaces = 4;

    // A captured message and, once attacked, its sample; reconstructed pictures are kept for the contact sheets alone.
    private const double BytesPerCapture = 800;

    // The columns of a group of rows and the buffers of the encoder and the compressor.
    private const double RequestsTableBytes = 120e6;
    private const double BytesPerHistogram = 250e3;

    private const double DiskBytesPerRow = 20;
    private const double DiskBytesPerCapture = 120;
    private const double OtherFilesBytes = 200e3;

    // What a checkpoint has of an actor: its state, and its share of what the region counts. The last two checkpoints are
    // kept, and a third is there while it is written.
    private const double BytesPerSavedActor = 56;
    private const int CheckpointFiles = 3;

    // The event an actor waits for: once where it lies, and once where the queue makes room for twice as many.
    private static readonly double BytesPerEvent = 2 * Unsafe.SizeOf<SimEvent>();

    /// <summary>Counts out what a scenario needs.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="keepsCheckpoints">Whether the run keeps checkpoints; requests then wait in a log beside them.</param>
    public static RunForecast Of(Scenario scenario, bool keepsCheckpoints = false)
    {
        FleetSpec fleet = ScenarioCompiler.Compile(scenario);
        double links = fleet.Links.Select((link, i) => Math.Ceiling((double)fleet.DeviceClasses.Where(c => c.Link == i).Sum(c => (long)c.Count) / link.SharedBy)).Sum();
        double actors = scenario.DeviceCount + links + fleet.Servers.Sum(s => (double)s.Count);
        double inFlight = RequestsInFlight.Of(fleet);
        double captured = Captured(scenario);
        bool tensors = scenario.Results.Accuracy || scenario.Adversary is not null;
        double rows = Rows(scenario);
        double workers = fleet.Servers.Sum(s => (double)s.Count * s.Workers * (BytesPerWorker + (BytesPerPlace * Math.Min(s.BatchSize, FirstPlaces))));
        double memory = ProgramBytes
            + (tensors ? TensorBytes : 0)
            + (actors * BytesPerActor)
            + ((scenario.DeviceCount + inFlight) * BytesPerEvent)
            + (inFlight * BytesPerRequest)
            + workers
            + (captured * BytesPerCapture)
            + (rows > 0 ? RequestsTableBytes : 0)
            + (fleet.DeviceClasses.Count * BytesPerHistogram);
        double disk = OtherFilesBytes + (rows * DiskBytesPerRow) + (captured * DiskBytesPerCapture);
        if (keepsCheckpoints)
        {
            double checkpoint = (actors * BytesPerSavedActor) + ((scenario.DeviceCount + inFlight) * Unsafe.SizeOf<SimEvent>());
            disk += (rows * RequestLog.RowSize) + (CheckpointFiles * checkpoint);
        }

        return new RunForecast((long)memory, (long)disk);
    }

    /// <summary>What several runs, one after another, need: the memory of the largest, and room for the results of all.</summary>
    /// <param name="runs">The scenarios, at least one, and how often each runs.</param>
    /// <param name="keepsCheckpoints">Whether they keep checkpoints.</param>
    public static RunForecast OfAll(IEnumerable<(Scenario Scenario, int Times)> runs, bool keepsCheckpoints = false)
    {
        long memory = 0;
        double disk = 0;
        foreach ((Scenario scenario, int times) in runs)
        {
            RunForecast one = Of(scenario, keepsCheckpoints);
            memory = Math.Max(memory, one.MemoryBytes);
            disk += (double)one.DiskBytes * times;
        }

        return new RunForecast(memory, (long)disk);
    }

    /// <summary>The rows of requests.parquet.</summary>
    public static double Rows(Scenario scenario) =>
        Math.Min(scenario.ExpectedRequests, Math.Min(scenario.Results.RequestLimit, RequestsMode.MaxRows));

    /// <summary>The messages that the adversary will attack.</summary>
    public static double Captured(Scenario scenario)
    {
        if (scenario.Adversary is not { } adversary)
        {
            return 0;
        }

        double devices = Math.Min(adversary.TargetDevices ?? double.MaxValue, scenario.DeviceCount);
        double share = devices / scenario.DeviceCount;
        return Math.Min(scenario.ExpectedRequests * share, devices * (adversary.MessagesPerDevice ?? double.MaxValue));
    }
}
