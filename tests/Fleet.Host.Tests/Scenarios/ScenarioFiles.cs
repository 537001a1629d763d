using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>Finds the files of the repository, and makes scenarios from small changes to one that is right.</summary>
internal static class ScenarioFiles
{
    /// <summary>A scenario without problems, one value in a line.</summary>
    public const string Valid = """
        name: test
        seed: 7
        duration: 10 min
        model: { network: lenet5, data: mnist }
        devices:
          - class: camera
            count: 3
            compute: raspberry-pi-4
            arrivals: poisson 0.5/s
            split: ReLU2
            uplink: cell
          - class: sensor
            compute: { rate: 1 GFLOP/s, service: exponential }
            arrivals: periodic every 5 s
            split: pool1
            defense: [dropout 30 %, gaussian 0.4 on input]
            uplink: cell
        links:
          - name: cell
            up: 6.3 Mbit/s
            down: 21.3 Mbit/s
            latency: 25 ms
            to: cloud
        servers:
          - name: cloud
            compute: unlimited
        adversary:
          at: cloud
        """;

    /// <summary>The schema of the program's own rules.</summary>
    public static ScenarioSchema Schema { get; } = ScenarioSchema.Of(Catalogs.BuiltIn);

    public static string Root { get; } = FindRoot();

    public static string TenMistakes { get; } = Path.Combine(Root, "tests", "Fleet.Host.Tests", "Scenarios", "ten-mistakes.yaml");

    /// <summary>Reads <see cref="Valid"/> with one piece of text replaced.</summary>
    public static ScenarioReading ReadWith(string old, string replacement)
    {
        Assert.Contains(old, Valid, StringComparison.Ordinal);
        return ScenarioReader.ReadText(Valid.Replace(old, replacement, StringComparison.Ordinal), "test.yaml");
    }

    /// <summary>Reads <see cref="Valid"/> with values set.</summary>
    public static ScenarioReading ReadSetting(params string[] sets) =>
        ScenarioReader.ReadText(Valid, "test.yaml", ScenarioOverride.FromSet(sets));

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FleetSim.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("FleetSim.sln is in no folder above the tests.");
        }

        return folder;
    }
}
