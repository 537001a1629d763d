using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Tests.Scenarios;

namespace Fleet.Host.Tests.Fuzz;

/// <summary>The right and wrong files that cases are made from.</summary>
internal static class FuzzCorpus
{
    private const string Rich = """
        name: rich
        seed: 3
        duration: 20 s
        warm-up: 1 s
        results: { requests: 100, accuracy: none, identification: none }
        failures: { restarts: 1, then: go-on }
        model:
          network: &net
            name: own
            input: 3x32x32
            classes: 10
            mean: [0.485, 0.456, 0.406]
            std: [0.229, 0.224, 0.225]
            layers:
              - { name: conv1, kind: convolution, out: 8, kernel: 5, padding: 2, stride: 2, bias: false }
              - { name: bn1, kind: batchnorm }
              - { name: act1, kind: tanh }
              - { name: pool1, kind: maxpool, window: 2 }
              - { name: pool2, kind: avgpool, window: 2 }
              - { name: act2, kind: sigmoid }
              - { name: fc, kind: linear, out: 10, bias: true }
          data: { folder: ./pictures }
          training: { seed: 2, epochs: 3, batch-size: 64, learning-rate: 0.001 }
        devices:
          - &d { class: a, count: 4, compute: { rate: 2 GFLOP/s, service: exponential }, arrivals: poisson 2/s, split: act1, defense: [clip 5, gaussian 0.5 on input, quantize 4 bit], uplink: w }
          - { class: "b c", compute: jetson-nano, arrivals: periodic every 2 s, split: pool1, defense: dp epsilon 1 delta 1e-5 clip 4, uplink: w, inputs: { set: test, indices: [3, 2, 1] } }
          - { class: c, compute: unlimited, arrivals: periodic 2/min, split: fc, defense: top-k 0.1, uplink: v }
        links:
          - { name: w, profile: wifi-2019, shared-by: 3, up: 1 Mbit/s, down: unlimited, latency: { up: 3 ms, down: 4 ms }, service: exponential, to: s }
          - { name: v, profile: 4g-us-2019, to: s }
        servers:
          - { name: s, count: 2, workers: 3, compute: 1 TFLOP/s, batch: { size: 8, wait: 5 ms } }
        adversary: { at: s, knowledge: white-box, attack: { name: rmle, adaptive: false, transmissions: all, iterations: 10, learning-rate: 0.1, tv: { form: paper, weight: 0.1 } }, compute: 10 TFLOP/s, targets: { devices: 2, per-device: all } }
        sweep: { "devices[a].count": [1, 2, 3], split: [act1, pool1], "links[0].up": [1 Mbit/s, unlimited], replications: 2 }
        """;

    private static readonly string[] More =
    [
        "duration: 10 s\ndevices: [{},{},{},{},{},{}]\n",
        "sweep: { seed: [1, 2] }\nduration: 10 s\ndevices:\n  - class: a\n    arrivals: \"poisson 1/s\n",
        "duration: 1 h\nresults: { accuracy: none }\nmodel: { network: lenet5, data: synthetic-digits }\n"
            + "devices: [{ class: a, compute: 1 GFLOP/s, arrivals: poisson 500/s, split: ReLU1, uplink: l }]\nlinks: [{ name: l, profile: cable, to: s }]\nservers: [{ name: s, compute: unlimited }]\n",
    ];

    private const string SmallNetwork = """
        name: own
        input: 1x28x28
        classes: 10
        layers:
          - { name: conv1, kind: convolution, out: 8, kernel: 5, stride: 2, padding: 1 }
          - { name: pool1, kind: avgpool, window: 3 }
          - { name: fc, kind: linear, out: 10 }
        """;

    private static string Folder => Path.Combine(ScenarioFiles.Root, "scenarios");

    /// <summary>The name under which cases are read: other files beside it are the ready ones.</summary>
    public static string ScenarioFile => Path.Combine(Folder, "case.yaml");

    /// <summary>The ready scenarios, those of the tests, and one with every key.</summary>
    public static IReadOnlyList<string> Scenarios { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        ScenarioFiles.Valid, File.ReadAllText(ScenarioFiles.TenMistakes), StarterScenario.Write(ScenarioFiles.Schema), Rich, Rich, .. More,
    ];

    /// <summary>The ready networks and small ones.</summary>
    public static IReadOnlyList<string> Networks { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Folder, "networks"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        SmallNetwork, NetworkOf(Rich),
    ];

    /// <summary>The network that stands in place in a scenario, as a file of its own.</summary>
    private static string NetworkOf(string scenario)
    {
        const int Indent = 4;
        string[] lines = scenario.Split('\n');
        int from = Array.FindIndex(lines, line => line.TrimStart().StartsWith("network:", StringComparison.Ordinal)) + 1;
        return string.Join('\n', lines[from..].TakeWhile(line => line.StartsWith(new string(' ', Indent), StringComparison.Ordinal)).Select(line => line[Indent..]));
    }
}
