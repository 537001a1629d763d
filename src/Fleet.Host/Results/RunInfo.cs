using System.Globalization;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Models.Tensors;

namespace Fleet.Host.Results;

/// <summary>What is known of a run before it starts.</summary>
public sealed record RunInfo
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario as resolved: every default filled in.</summary>
    public required JsonElement Resolved { get; init; }

    /// <summary>The hash of the resolved scenario.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The command and its arguments.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>The device classes, in the order in which the engine numbers them.</summary>
    public required IReadOnlyList<RunDeviceClass> DeviceClasses { get; init; }

    /// <summary>Latencies count from requests that arrive at or after this instant.</summary>
    public required SimTime WarmUp { get; init; }

    /// <summary>The expected number of requests: <see cref="RequestSelection.ExpectedRequests"/>.</summary>
    public required double ExpectedRequests { get; init; }

    /// <summary>Which requests requests.parquet holds.</summary>
    public RequestsMode Requests { get; init; }

    /// <summary>Where tensors are computed.</summary>
    public ComputeDevice Compute { get; init; } = ComputeDevice.Cpu;
}

/// <summary>A device class as results name it.</summary>
/// <param name="Name">The name in the scenario.</param>
/// <param name="Count">The number of devices.</param>
/// <param name="Split">The split point.</param>
/// <param name="Defense">The defence with which its devices begin, in canonical form.</param>
public sealed record RunDeviceClass(string Name, int Count, string Split, string Defense)
{
    /// <summary>The defences that its devices may change to, in canonical form: number 1 and on.</summary>
    public IReadOnlyList<string> OtherDefenses { get; init; } = [];

    /// <summary>The defence that was used on a request, by the number that its record has.</summary>
    /// <exception cref="InvalidOperationException">The class has no such defence.</exception>
    public string DefenseAt(int number) => number == 0 ? Defense
        : number <= OtherDefenses.Count ? OtherDefenses[number - 1]
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A request of the class {Name} was sent with defence {number} of the class, which results cannot name: they know {OtherDefenses.Count + 1} of it, from 0."));
}
