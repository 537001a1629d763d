using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>The simulated world of every ready scenario is the same for any number of regions and for both queues.</summary>
public sealed class ScenarioHashTests
{
    // Ten million devices take more memory than a test may.
    private const string TooLarge = "ten-million";

    // Long enough for thousands of messages from region to region in each of them.
    private static readonly SimTime Brief = SimTime.FromSeconds(10);

    private static string Folder => Path.Combine(ScenarioFiles.Root, "scenarios");

    public static TheoryData<string> Scenarios =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Where(f => f != TooLarge).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_result_hash_is_that_of_any_number_of_regions_and_either_queue(string scenario)
    {
        FleetSpec whole = ScenarioCompiler.Compile(ScenarioReader.ReadFile(Path.Combine(Folder, scenario + ".yaml")).Scenario!);
        FleetSpec fleet = LongRun.Wanted || whole.Duration < Brief ? whole : whole with { Duration = Brief };
        FleetResult expected = Run(fleet, 1, EventQueueKind.Buckets);
        foreach ((EventQueueKind queue, int regions) in Ways)
        {
            FleetResult actual = Run(fleet, regions, queue);
            Assert.Equal((expected.ResultHash, expected.Events), (actual.ResultHash, actual.Events));
            Assert.Equal(Math.Min(regions, MostRegions(fleet)), actual.Partition!.Regions);
        }
    }

    private static IEnumerable<(EventQueueKind Queue, int Regions)> Ways => LongRun.Wanted
        ? Enum.GetValues<EventQueueKind>().SelectMany(queue => ((int[])[1, 2, 3, 4, 7]).Select(regions => (queue, regions)))
        : [(EventQueueKind.Heap, 1), (EventQueueKind.Buckets, 3), (EventQueueKind.Heap, 7)];

    // A link with its devices lives in one region, and without latency there is nothing to run ahead by.
    private static int MostRegions(FleetSpec fleet) => fleet.Links.Any(link => link.UpLatency == default || link.DownLatency == default)
        ? 1
        : fleet.Links.Sum(link => (int)Math.Ceiling(fleet.DeviceClasses.Where(c => c.Link == link.Name).Sum(c => (double)c.Count) / link.SharedBy));

    private static FleetResult Run(FleetSpec fleet, int regions, EventQueueKind queue) =>
        FleetSimulation.Run(fleet, Nowhere.Instance, new SimulationOptions { Regions = regions, Queue = queue });

    private sealed class Nowhere : IRequestSink
    {
        public static readonly Nowhere Instance = new();

        public void Record(in RequestRecord request)
        {
        }
    }
}
