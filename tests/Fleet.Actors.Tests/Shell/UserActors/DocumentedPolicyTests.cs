using System.Reflection;
using System.Text.RegularExpressions;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>The controller of docs/extending.md, exactly as it is printed there.</summary>
public sealed partial class DocumentedPolicyTests
{
    private const double DeadlineMs = 150;

    // The SDK lets a newer library stand for an older one too.
    private static readonly Dictionary<string, ReportDiagnostic> AsTheSdk = new() { ["CS1701"] = ReportDiagnostic.Suppress };

    private static readonly Lazy<Assembly> Page = new(Compile);

    private static readonly Lazy<MethodInfo> Control = new(() => Page.Value.GetType("DefensePolicy")!.GetMethod("Control")!);

    [Fact]
    public void The_program_has_forty_lines_of_code_at_most()
    {
        string[] lines = Code()[0].Split('\n');
        Assert.InRange(lines.Count(line => line.Length > 0 && !line.StartsWith("using", StringComparison.Ordinal)), 20, 40);
    }

    [Fact]
    public void The_policy_lightens_the_defence_of_an_overloaded_class_and_latency_falls()
    {
        List<RequestRecord> without = Run(Overloaded(), 1, EventQueueKind.Buckets).Requests;
        (FleetResult result, List<RequestRecord> requests) = Run(Controlled(), 1, EventQueueKind.Buckets);
        var firstOrder = SimTime.FromSeconds(2.02);
        Assert.All(requests.Where(r => r.Arrival < firstOrder || r.DeviceClass == 1), r => Assert.Equal(0, r.Defense));
        Assert.Contains(requests, r => r.Defense == 1);
        Assert.All(without, r => Assert.Equal(0, r.Defense));
        Assert.InRange(LateShare(requests), 0, LateShare(without) / 2);
        Assert.Contains(result.Captured, m => m.Defense == 1);
        Dictionary<(DeviceId, long), byte> used = requests.ToDictionary(r => (r.Device, r.Sequence), r => r.Defense);
        Assert.All(result.Captured, m => Assert.Equal(used.GetValueOrDefault((m.Device, m.Sequence), (byte)m.Defense), m.Defense));
        Assert.Empty(result.EntityFailures);
    }

    [Fact]
    public void Its_results_do_not_depend_on_regions_or_queue()
    {
        (FleetResult expected, List<RequestRecord> order) = Run(Controlled(), 1, EventQueueKind.Buckets);
        foreach ((EventQueueKind queue, int regions) in Ways.With(2, 3))
        {
            (FleetResult actual, List<RequestRecord> requests) = Run(Controlled(), regions, queue);
            Assert.Equal((regions, expected.ResultHash), (actual.Partition!.Regions, actual.ResultHash));
            Assert.Equal(order, requests);
        }
    }

    [Fact]
    public void Savable_as_the_page_shows_it_goes_on_from_checkpoints_with_the_results_of_the_unbroken_run()
    {
        foreach (int regions in new[] { 1, 2, 3 })
        {
            (FleetResult expected, List<RequestRecord> order) = Run(Controlled(), regions, EventQueueKind.Buckets);
            var store = new MemoryStore(SimTime.FromSeconds(7.777)) { Sink = new ListSink() };
            var options = new SimulationOptions { Check = true, Regions = regions };
            FleetSimulation.Run(Controlled(), store.Sink, options with { Checkpoints = store });
            Assert.Equal(2, store.Kept.Count);
            foreach (Checkpoint checkpoint in store.Kept)
            {
                var rest = new ListSink();
                FleetResult resumed = FleetSimulation.Run(Controlled(), rest, options with { ResumeFrom = checkpoint.Open() });
                Assert.Equal((expected.ResultHash, expected.Events), (resumed.ResultHash, resumed.Events));
                Assert.Equal(order[checkpoint.Requests..], rest.Requests);
            }
        }
    }

    [Fact]
    public void The_arrival_process_of_the_page_lets_requests_come_in_pairs()
    {
        Type type = Page.Value.GetType("PairedArrivals")!;
        ArrivalCatalog catalog = ArrivalCatalog.BuiltIn.With((ArrivalForm)type.GetProperty("Pairs")!.GetValue(null)!);
        FleetSpec spec = Fleets.Instant(1, 200);
        spec = spec with { DeviceClasses = [spec.DeviceClasses[0] with { Arrivals = catalog.Forms[^1].Create([0.5, 20e6]) }] };
        RequestRecord[] requests = [.. Run(spec, 1, EventQueueKind.Buckets).Requests.OrderBy(request => request.Sequence)];
        Assert.InRange(requests.Length, 140, 260);
        Assert.All(requests.Skip(1).Zip(requests).Where(pair => pair.First.Sequence % 2 == 1), pair => Assert.Equal(SimTime.FromMilliseconds(20), pair.First.Arrival - pair.Second.Arrival));
    }

    private static double LateShare(List<RequestRecord> requests) =>
        requests.Where(r => r.DeviceClass == 0).Average(r => r.Latency.Milliseconds > DeadlineMs ? 1 : 0);

    // The defence takes so long that the cameras cannot keep up; without it they can.
    private static FleetSpec Overloaded()
    {
        FleetSpec spec = Adversaries.With(Fleets.Mixed(), targets: null, perDevice: null);
        DeviceClassSpec camera = spec.DeviceClasses[0] with
        {
            DefenseFlops = 2_000_000_000,
            OtherDefenses = [new DefenseOption(0, 4_000)],
        };
        return spec with { DeviceClasses = [camera, spec.DeviceClasses[1]] };
    }

    private static FleetSpec Controlled() => (FleetSpec)Control.Value.Invoke(null, [Overloaded(), "camera", DeadlineMs])!;

    private static (FleetResult Result, List<RequestRecord> Requests) Run(FleetSpec spec, int regions, EventQueueKind queue)
    {
        var sink = new ListSink();
        return (FleetSimulation.Run(spec, sink, new SimulationOptions { Check = true, Regions = regions, Queue = queue }), sink.Requests);
    }

    // The programs of the page; the second adds to the first.
    private static string[] Code()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FleetSim.sln")))
        {
            folder = folder.Parent;
        }

        return [.. Example().Matches(File.ReadAllText(Path.Combine(folder!.FullName, "docs", "extending.md"))).Select(match => match.Groups["code"].Value)];
    }

    // Against what this test itself runs on, with the usings that every project of the SDK has.
    private static Assembly Compile()
    {
        const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.Linq;";
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "extending",
            [.. Code().Append(ImplicitUsings).Select(text => CSharpSyntaxTree.ParseText(text, options))],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: AsTheSdk));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning));
        return Assembly.Load(image.ToArray());
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();
}
