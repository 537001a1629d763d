using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Statistics;
using Fleet.Models.Tensors;
using MathNet.Numerics.Distributions;

namespace Fleet.Host.Tests.Results;

/// <summary>A made-up run: three device classes, a few failures, three attacked groups. The same seed gives the same run.</summary>
internal sealed class SampleRun
{
    public static readonly TensorShape Picture = new(1, 28, 28);

    private static readonly double[] MeanMs = [30, 12, 1.5, 4, 9, 20, 6, 3, 0, 0.4, 20];

    public SampleRun(ulong seed = 42, int requests = 3000, RequestsMode mode = default, double? expected = null)
    {
        Seed = seed;
        Info = new RunInfo
        {
            Scenario = "smart cameras",
            Resolved = JsonSerializer.Deserialize<JsonElement>("""{"name":"smart cameras","seed":42,"note":"<b>&</b>"}"""),
            ScenarioHash = "00112233445566778899aabbccddeeff",
            Seed = seed,
            CommandLine = ["fleetsim", "run", "scenarios/smart cameras.yaml"],
            DeviceClasses =
            [
                new RunDeviceClass("camera", 120, "ReLU1", "none"),
                new RunDeviceClass("door <sensor>", 60, "ReLU2", "dropout:0.3@activation"),
                new RunDeviceClass("phone", 20, "pool2", "gaussian:0.8@input+laplace:0.5@activation"),
            ],
            WarmUp = SimTime.FromSeconds(10),
            ExpectedRequests = expected ?? requests,
            Requests = mode,
        };
        Records = [.. Enumerable.Range(0, requests).Select(Record)];
    }

    public ulong Seed { get; }

    public RunInfo Info { get; }

    public IReadOnlyList<RequestRecord> Records { get; }

    public RunOutcome Outcome(int messages = 10, bool interrupted = false) => new()
    {
        Fleet = Fleet(interrupted),
        Accuracy = [.. Info.DeviceClasses.Select((c, i) => Accuracy(c, 9874 - (i * 210)))],
        Attacked = [.. Info.DeviceClasses.SelectMany((c, i) => Enumerable.Range(0, messages).Select(k => Attacked(c, i, k)))],
        Attacks = [.. Info.DeviceClasses.Select(c => new MountedAttack(SampleAttack.Plan.Cells()[0] with { Split = c.Split }, IsTrained: true, new RmleSettings()) { DeviceClasses = [c.Name] })],
        Cuts = Info.DeviceClasses.ToDictionary(
            c => new LeakageGroup("white-box", "rmle", false, c.Split, c.Defense),
            _ => SampleMetrics.OfCut(0.8, new FisherLeakage(MeanEstimate.Of([40, 50, 60]), MeanEstimate.Of([0.016, 0.02, 0.025]), IsExact: true))),
        Picture = Picture,
        SimulationWall = TimeSpan.FromSeconds(0.5),
    };

    public WrittenRun Write(RunFolder folder, TimeProvider clock, int messages = 10, bool interrupted = false)
    {
        using RunWriter writer = RunWriter.Open(folder, Info, clock);
        foreach (RequestRecord record in Records) writer.Requests.Record(record);
        return writer.Complete(Outcome(messages, interrupted));
    }

    private static AccuracyRow Accuracy(RunDeviceClass c, int correct) => new(
        "lenet5", "mnist", c.Split, c.Defense, correct / 10_000.0, Intervals.Binomial(correct, 10_000, 0.95), 10_000);

    private RequestRecord Record(int i)
    {
        CounterRandom random = new(Seed, (uint)i, RandomPurpose.Service);
        int device = random.Next(200);
        int deviceClass = device < 120 ? 0 : device < 180 ? 1 : 2;
        double factor = 0.6 + (0.7 * deviceClass);
        StageTimes stages = new()
        {
            DeviceWait = SimTime.FromMilliseconds(random.NextDouble() < 0.6 ? 0 : random.NextExponential(MeanMs[0])),
            DeviceCompute = SimTime.FromMilliseconds(MeanMs[1] * factor),
            Defense = SimTime.FromMilliseconds(deviceClass == 0 ? 0 : MeanMs[2]),
            UplinkWait = SimTime.FromMilliseconds(random.NextExponential(MeanMs[3])),
            UplinkTransfer = SimTime.FromMilliseconds(MeanMs[4] / factor),
            UplinkPropagation = SimTime.FromMilliseconds(MeanMs[5]),
            ServerWait = SimTime.FromMilliseconds(random.NextExponential(MeanMs[6])),
            ServerCompute = SimTime.FromMilliseconds(MeanMs[7]),
            DownlinkTransfer = SimTime.FromMilliseconds(MeanMs[9]),
            DownlinkPropagation = SimTime.FromMilliseconds(MeanMs[10]),
        };
        SimTime arrival = SimTime.FromMilliseconds(i * 30);
        bool failed = random.NextDouble() < 0.01;
        SimTime latency = SimTime.Zero;
        for (int stage = 0; stage < StageTimes.Count; stage++) latency += stages[stage];
        return new RequestRecord
        {
            Device = new DeviceId(device),
            DeviceClass = deviceClass,
            Sequence = i,
            Input = random.Next(10_000),
            Server = failed ? ServerId.None : new ServerId(device % 4),
            Arrival = arrival,
            Completion = arrival + latency,
            Outcome = failed ? RequestOutcome.EntityRestarted : RequestOutcome.Answered,
            Stages = stages,
        };
    }

    private FleetResult Fleet(bool interrupted)
    {
        LatencyDistribution distribution = new(Info.DeviceClasses.Count, Info.WarmUp);
        foreach (RequestRecord record in Records) distribution.Record(record);
        RequestRecord[] counted = [.. Records.Where(r => r.Outcome == RequestOutcome.Answered && r.Arrival >= Info.WarmUp)];
        double[] latencies = [.. counted.Select(r => r.Latency.Milliseconds).Order()];
        long answered = Records.Count(r => r.Outcome == RequestOutcome.Answered);
        return new FleetResult
        {
            SimulatedTime = SimTime.FromSeconds(90),
            Interrupted = interrupted,
            Events = Records.Count * 9L,
            Devices = 200,
            Issued = Records.Count + 3,
            Answered = answered,
            Failed = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["entity-restarted"] = Records.Count - answered },
            InFlight = 3,
            EntityFailures = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["IOException: no <disk>"] = 4 },
            StoppedEntities = ["device-7", "link-1"],
            Latency = latencies.Length == 0
                ? new LatencySummary(0, double.NaN, double.NaN, double.NaN, double.NaN, [.. StageTimes.Stages.Select(_ => double.NaN)])
                : new LatencySummary(
                    latencies.Length,
                    latencies.Average(),
                    latencies[NearestRank.Of(latencies.Length, 50) - 1],
                    latencies[NearestRank.Of(latencies.Length, 95) - 1],
                    latencies[NearestRank.Of(latencies.Length, 99) - 1],
                    [.. Enumerable.Range(0, StageTimes.Count).Select(i => counted.Average(r => r.Stages[i].Milliseconds))]),
            Latencies = distribution,
            Partition = new PartitionReport(2, SimTime.FromMilliseconds(25), 3600, 0.9, 0.8, [20_000, 21_000]),
            Captured = [],
            ResultHash = "ffeeddccbbaa99887766554433221100",
        };
    }

    private AttackedMessage Attacked(RunDeviceClass c, int deviceClass, int k)
    {
        CounterRandom random = new(Seed, (uint)((1000 * deviceClass) + k), RandomPurpose.Drawing);
        float[] original = Ring(random);
        double noise = 0.05 + (0.12 * deviceClass);
        float[] reconstruction = [.. original.Select(v => (float)Math.Clamp(v + (noise * Normal.Sample(random, 0, 1)), 0, 1))];
        // Messages of this run where it has any: their rows are then found in requests.parquet.
        RequestRecord sent = Records.Where(r => r.DeviceClass == deviceClass && r.Server != ServerId.None).Skip(k).FirstOrDefault();
        double mse = original.Zip(reconstruction, (a, b) => (double)(a - b) * (a - b)).Average();
        double ssim = 0.9 - (0.3 * deviceClass) + (0.05 * Normal.Sample(random, 0, 1));
        LeakageSample sample = new()
        {
            DeviceClass = c.Name,
            Device = sent.Device.Value,
            Sequence = sent.Sequence,
            Input = sent.Input,
            Label = k % 10,
            Split = c.Split,
            Defense = c.Defense,
            Knowledge = "white-box",
            Attack = "rmle",
            Adaptive = false,
            Server = sent.Server.Value,
            CapturedNs = 1_000_000L * (k + 1),
            ReconstructedNs = 5_000_000L * (k + 1),
            Iterations = 1000,
            Metrics = SampleMetrics.OfPicture(mse, -10 * Math.Log10(mse), ssim, ssim + 0.02, ssim + 0.01, identified: k % 3 > 0),
        };
        return new AttackedMessage(sample, original, reconstruction);
    }

    private static float[] Ring(CounterRandom random)
    {
        double radius = 6 + (4 * random.NextDouble());
        double centre = 13.5 + random.NextDouble();
        float[] pixels = new float[Picture.Elements];
        for (int i = 0; i < pixels.Length; i++)
        {
            double distance = Math.Sqrt(Math.Pow((i % 28) - centre, 2) + Math.Pow((i / 28) - centre, 2));
            pixels[i] = (float)Math.Clamp(2.2 - Math.Abs(distance - radius), 0, 1);
        }

        return pixels;
    }
}
