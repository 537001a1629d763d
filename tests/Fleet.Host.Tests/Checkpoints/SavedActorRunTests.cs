using System.Text.Json;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Tests.Results;

namespace Fleet.Host.Tests.Checkpoints;

/// <summary>A run with a user's actor that breaks off, and goes on from its files in a new actor system.</summary>
public sealed class SavedActorRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void A_run_with_a_users_actor_goes_on_from_its_files_also_if_the_newest_is_damaged(int regions, bool damaged)
    {
        FleetSpec fleet = Switched();
        RunInfo info = new SampleRun().Info with
        {
            ExpectedRequests = 1 << 20,
            DeviceClasses = [.. fleet.DeviceClasses.Select(c => new RunDeviceClass(c.Name, c.Count, "ReLU2", "none") { OtherDefenses = ["quantize:8bit"] })],
        };
        RunFolder whole = RunFolder.At(_folder.PathOf("whole"), force: false);
        (string hash, byte[] rows) = Finish(whole, info, fleet, new SimulationOptions { Regions = regions }, null);

        RunFolder broken = RunFolder.At(_folder.PathOf("broken"), force: false);
        var description = new RunDescription
        {
            Format = RunDescription.CurrentFormat,
            Build = Provenance.Build,
            Scenario = info.Resolved,
            ScenarioHash = "",
            CheckpointEveryNs = 1,
            CommandLine = [],
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        SimTime every = SimTime.FromSeconds(1.3);
        using (var run = new CheckpointedRun(CheckpointFolder.Create(broken.FullPath, description), every, description, null))
        {
            Assert.Throws<OutOfPowerException>(() => Finish(broken, info, fleet, new SimulationOptions { Regions = regions }, run, breakAfter: 2500));
        }

        CheckpointFolder folder = CheckpointFolder.Open(broken.FullPath);
        Assert.Equal(2, folder.Files.Count);
        string expected = folder.Files[damaged ? 0 : 1];
        if (damaged)
        {
            byte[] bytes = File.ReadAllBytes(folder.Files[1]);
            bytes[bytes.Length / 2] ^= 4;
            File.WriteAllBytes(folder.Files[1], bytes);
        }

        var told = new List<string>();
        using ResumePoint from = ResumePoint.Find(folder, hasRows: true, told.Add)!;
        Assert.Equal(damaged ? 1 : 0, told.Count);
        Assert.Equal(CheckpointFolder.InstantOf(expected), from.Header.At);
        using var again = new CheckpointedRun(folder, every, description, from);
        (string resumed, byte[] resumedRows) = Finish(broken, info, fleet, new SimulationOptions { ResumeFrom = from.Reader }, again);
        Assert.Equal(hash, resumed);
        Assert.Equal(rows, resumedRows);
    }

    // Everything of the run lives in here: the actor system, the actor, the open files.
    private static (string Hash, byte[] Rows) Finish(
        RunFolder folder, RunInfo info, FleetSpec fleet, SimulationOptions options, CheckpointedRun? run, int breakAfter = int.MaxValue)
    {
        using var recorder = new RequestsRecorder(folder, info, run);
        RunCheckpoints? store = run is null ? null : new RunCheckpoints(run.Folder, run.Interval, recorder, () => default);
        FleetResult result = FleetSimulation.Run(fleet, new FailingSink(recorder, breakAfter), options with { Checkpoints = store });
        recorder.Complete();
        return (result.ResultHash, File.ReadAllBytes(folder.PathOf("requests.parquet")));
    }

    private FleetSpec Switched()
    {
        string file = _folder.PathOf("fleet.yaml");
        File.WriteAllText(file, """
            name: switched
            duration: 10 s
            model: { network: lenet5, data: synthetic-digits }
            devices:
              - { class: camera, count: 200, compute: raspberry-pi-4, arrivals: poisson 2/s, split: ReLU2, uplink: cell }
            links:
              - { name: cell, shared-by: 10, up: 6.3 Mbit/s, down: 21.3 Mbit/s, latency: 10 ms, to: cloud }
            servers:
              - { name: cloud, count: 3, workers: 1, compute: { rate: 100 GFLOP/s, service: exponential }, batch: { size: 4, wait: 5 ms } }
            results: { accuracy: none }
            """);
        FleetSpec fleet = ScenarioCompiler.Compile(ScenarioReader.ReadFile(file).Scenario!);
        return fleet with
        {
            DeviceClasses = [.. fleet.DeviceClasses.Select(c => c with { OtherDefenses = [new DefenseOption(50_000_000, 20_000)] })],
            Actors = [new SimActorSpec("switch", Props.Create(() => new Switch()), SimTime.FromMilliseconds(3)) { ObservesRequests = true }],
        };
    }

    private sealed class OutOfPowerException : Exception;

    private sealed class FailingSink(RequestsRecorder recorder, int after) : IRequestSink
    {
        private int _left = after;

        public void Record(in RequestRecord request)
        {
            if (_left-- == 0)
            {
                throw new OutOfPowerException();
            }

            recorder.Record(request);
        }
    }

    /// <summary>Turns the second defence of the device on or off, whose request was the slowest of the last 40 ms.</summary>
    private sealed class Switch : ReceiveActor, IWithTimers, ISavedActor
    {
        private long[] _slowest = new long[2];
        private long _turns;

        public Switch()
        {
            Receive<RequestEnded>(ended => _slowest = ended.Request.Latency.Nanoseconds > _slowest[1]
                ? [ended.Request.Device.Value, ended.Request.Latency.Nanoseconds]
                : _slowest);
            Receive<string>(_ =>
            {
                Context.Fleet().Device(new DeviceId((int)_slowest[0])).TellAfter(new UseDefense((int)(_turns++ % 2)), SimTime.FromMilliseconds(30));
                _slowest = new long[2];
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public byte[] SaveState() => JsonSerializer.SerializeToUtf8Bytes<long[]>([_turns, .. _slowest]);

        public void RestoreState(ReadOnlySpan<byte> state)
        {
            long[] saved = JsonSerializer.Deserialize<long[]>(state)!;
            _turns = saved[0];
            _slowest = saved[1..];
        }

        protected override void PreStart() => Timers.StartPeriodicTimer("turn", "turn", TimeSpan.FromMilliseconds(40));
    }
}
