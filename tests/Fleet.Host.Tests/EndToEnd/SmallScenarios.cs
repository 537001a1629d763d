namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Scenario files for tests that start the program.</summary>
internal static class SmallScenarios
{
    /// <summary>Two classes with two defences behind one link, a barely trained network, a short attack.</summary>
    public const string Small = """
        name: small
        seed: 3
        duration: 20 s
        warm-up: 2 s
        model:
          network: lenet5
          data: synthetic-digits
          weights: trained
          training: { seed: 1, epochs: 1 }
        devices:
          - class: camera
            count: 6
            compute: raspberry-pi-4
            arrivals: poisson 2/s
            split: ReLU1
            uplink: cell
          - class: sensor
            count: 4
            compute: { rate: 1 GFLOP/s, service: exponential }
            arrivals: periodic 1/s
            split: ReLU1
            defense: dropout 30 %
            uplink: cell
        links:
          - { name: cell, shared-by: 5, up: 6.3 Mbit/s, down: 21.3 Mbit/s, latency: 25 ms, to: cloud }
        servers:
          - { name: cloud, workers: 2, compute: { rate: 100 GFLOP/s }, batch: { size: 4, wait: 5 ms } }
        adversary:
          at: cloud
          knowledge: white-box
          attack: { name: rmle, iterations: 60 }
          targets: { devices: 4, per-device: 2 }
        """;

    /// <summary>The same on other data: <see cref="SharedCache.Digits"/>, where what was learned does not matter.</summary>
    public static string SmallOn(string data) => Small.Replace("data: synthetic-digits", $"data: {data}", StringComparison.Ordinal);

    /// <summary>A fleet whose checkpoints have some megabytes and whose run takes about a second; it needs no network.</summary>
    public const string Checkpointed = """
        name: checkpointed
        seed: 11
        duration: 20 s
        warm-up: 2 s
        model: { network: lenet5, data: synthetic-digits }
        devices:
          - { class: camera, count: 20_000, compute: raspberry-pi-4, arrivals: poisson 0.2/s, split: ReLU2, uplink: cell }
          - { class: sensor, count: 10_000, compute: { rate: 1 GFLOP/s, service: exponential }, arrivals: periodic 0.1/s, split: ReLU1, uplink: cell }
        links:
          - { name: cell, shared-by: 10, up: 63 Mbit/s, down: 213 Mbit/s, latency: 10 ms, to: cloud }
        servers:
          - { name: cloud, count: 3, workers: 4, compute: { rate: 100 GFLOP/s, service: exponential }, batch: { size: 8, wait: 5 ms } }
        results: { requests: all, accuracy: none }
        """;

    /// <summary>A fleet of which each device sends some ten requests, all of them written; it needs no network.</summary>
    public static string Requests(int devices) => $$"""
        name: requests
        seed: 5
        duration: 10 s
        model: { network: lenet5, data: synthetic-digits }
        devices: [{ class: sensor, count: {{devices}}, compute: raspberry-pi-4, arrivals: poisson 1/s, split: ReLU2, uplink: cell }]
        links: [{ name: cell, shared-by: 10, up: 63 Mbit/s, down: 213 Mbit/s, latency: 10 ms, to: cloud }]
        servers: [{ name: cloud, workers: 4, compute: { rate: 1 TFLOP/s, service: exponential }, batch: { size: 8, wait: 5 ms } }]
        results: { requests: all, accuracy: none }
        """;

    /// <summary>A fleet that takes long to simulate and needs no network.</summary>
    public const string Endless = """
        name: endless
        duration: 100000 h
        model: { network: lenet5, data: synthetic-digits, weights: trained }
        devices:
          - { class: camera, count: 100, compute: unlimited, arrivals: poisson 10/s, split: ReLU1, uplink: wire }
        links:
          - { name: wire, up: unlimited, down: unlimited, latency: 1 ms, to: cloud }
        servers:
          - { name: cloud, compute: unlimited }
        results: { requests: 1000, accuracy: none }
        """;
}
