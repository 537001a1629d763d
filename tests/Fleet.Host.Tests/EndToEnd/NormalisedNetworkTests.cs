using System.Text.Json;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>
/// A network whose batch normalisation has no variance of one picture, on as many pictures as leave one over in the last batch
/// of 64: 65, and two halves of 65.
/// </summary>
[Collection(ProgramCollection.Name)]
public sealed class NormalisedNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SharedCache _cache;

    public NormalisedNetworkTests(SharedCache cache)
    {
        _cache = cache;
        _folder.Write("net.yaml", """
            name: bn-net
            input: 1x28x28
            classes: 10
            layers:
              - { name: fc1, kind: linear, out: 16 }
              - { name: bn1, kind: batchnorm }
              - { name: relu1, kind: relu }
              - { name: fc2, kind: linear, out: 10 }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fleet_with_it_is_trained_defended_and_attacked()
    {
        PictureFolder.Write(_folder, "digits", train: 65, test: 20);
        _folder.Write("fleet.yaml", """
            name: normalised
            duration: 5 s
            model: { network: net.yaml, data: { folder: digits }, training: { epochs: 1 } }
            devices:
              - { class: a, compute: unlimited, arrivals: periodic every 1 s, split: relu1, uplink: l }
              - { class: b, compute: unlimited, arrivals: periodic every 1 s, split: relu1, defense: nopeek 1, uplink: l }
            links: [{ name: l, up: unlimited, down: unlimited, latency: 1 ms, to: s }]
            servers: [{ name: s, compute: unlimited }]
            adversary: { at: s, attack: { name: rmle, iterations: 20 }, targets: { devices: 2, per-device: 1 } }
            """);
        FleetSimProcess.Outcome run = Run("run", "fleet.yaml", "--out", "out", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(2, JsonDocument.Parse(run.Output).RootElement.GetProperty("leakage").GetArrayLength());

        FleetSimProcess.Outcome refused = Run("validate", "fleet.yaml", "--set", "model.training.batch-size=1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("The batch normalisation bn1 of bn-net sees one value in each channel", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Attackers_learn_with_the_half_of_the_pictures_that_it_did_not_learn_from()
    {
        PictureFolder.Write(_folder, "digits", train: 130, test: 20);
        FleetSimProcess.Outcome outcome = Run(
            "attack", "--network", "net.yaml", "--data", "digits", "--epochs", "1", "--splits", "relu1", "--images", "1", "--json", "--out", "out",
            "--attacks", "inverse-network:same-distribution{training-steps: 5},shadow-rmle:different-set/same-net{training-steps: 5}");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(2, JsonDocument.Parse(outcome.Output).RootElement.GetArrayLength());
    }

    private FleetSimProcess.Outcome Run(params string[] arguments) => FleetSimProcess.Run(_folder.FullPath, _cache.Path, arguments);
}
