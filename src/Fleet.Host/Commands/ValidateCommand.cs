using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Terminal;
using Fleet.Models.Tensors;

namespace Fleet.Host.Commands;

/// <summary><c>fleetsim validate</c>: checks scenario files without data, weights or a run.</summary>
internal static class ValidateCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The command, writing to these consoles.</summary>
    public static Command Create(Consoles consoles, Catalogs catalogs)
    {
        var files = new Argument<string[]>("FILE") { Description = "The scenario files.", Arity = ArgumentArity.OneOrMore };
        var set = new Option<string[]>("--set")
        {
            Description = "Replaces a value before checking, such as devices[camera].split=ReLU1; may be repeated.",
            HelpName = "PATH=VALUE",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON list with an object for each file." };
        var command = new Command("validate", "Checks scenario files and reports all problems of each at once; warns of what cannot keep up.") { files, set, json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<ScenarioOverride> overrides = ScenarioOverride.FromSet(parsed.GetValue(set) ?? []);
            ScenarioReading[] readings = [.. parsed.GetRequiredValue(files).Select(f => ScenarioReader.ReadFile(f, overrides, catalogs))];
            using var speed = new MachineSpeed(ComputeDevice.Cpu, consoles.Clock);
            Print(readings, parsed.GetValue(json), consoles, speed);
            return Array.TrueForAll(readings, r => r.Problems.Count == 0) ? ExitCode.Done : ExitCode.BadInput;
        });
        return command;
    }

    private static void Print(IReadOnlyList<ScenarioReading> readings, bool json, Consoles consoles, MachineSpeed speed)
    {
        TextWriter output = consoles.Out.Profile.Out.Writer;
        if (json)
        {
            output.WriteLine(new JsonArray([.. readings.Select(reading => ToJson(reading, speed))]).ToJsonString(Indented));
            return;
        }

        foreach (ScenarioReading reading in readings)
        {
            if (reading.Scenario is { } scenario)
            {
                output.WriteLine($"{reading.File}: ok: {Summary(scenario, reading.Sweep, speed)}");
                DiagnosticPrinter.Print(reading.Warnings, consoles.Error);
            }
            else
            {
                DiagnosticPrinter.Print(reading.Problems, consoles.Error);
            }
        }
    }

    private static string Summary(Scenario scenario, SweepPlan? sweep, MachineSpeed speed)
    {
        string splits = string.Join(", ", scenario.Devices.Select(d => d.Split).Distinct());
        string grid = sweep is null ? "" : $"; sweep of {Count(sweep.Cells.Count, "cell")} x {Count(sweep.Replications, "replication")}";
        string time = Quantity.Readable(scenario.Duration.Nanoseconds, QuantityKind.Duration);
        RunForecast forecast = RunForecast.OfAll(Runs(scenario, sweep));
        string duration = Time(Runs(scenario, sweep), speed).Describe();
        string needs = (duration.Length > 0 ? $"{duration}, " : "") + $"{ByteText.Of(forecast.MemoryBytes)} of memory and {ByteText.Of(forecast.DiskBytes)} on disk expected";
        return $"{scenario.Name}: {Count(scenario.DeviceCount, "device")}, about {Count(Math.Round(scenario.ExpectedRequests), "request")} in {time}, split {splits}{grid}; {needs}";
    }

    private static JsonObject ToJson(ScenarioReading reading, MachineSpeed speed) => new()
    {
        ["file"] = reading.File,
        ["ok"] = reading.Problems.Count == 0,
        ["scenario"] = reading.Scenario is not { } scenario ? null : new JsonObject
        {
            ["name"] = scenario.Name,
            ["devices"] = scenario.DeviceCount,
            ["requestsExpected"] = scenario.ExpectedRequests,
            ["splits"] = new JsonArray([.. scenario.Devices.Select(d => d.Split).Distinct().Select(s => JsonValue.Create(s))]),
            ["memoryBytesExpected"] = RunForecast.OfAll(Runs(scenario, reading.Sweep)).MemoryBytes,
            ["diskBytesExpected"] = RunForecast.OfAll(Runs(scenario, reading.Sweep)).DiskBytes,
            ["secondsExpected"] = Math.Round(Time(Runs(scenario, reading.Sweep), speed).Seconds, 1),
            ["sweepCells"] = reading.Sweep?.Cells.Count,
            ["hash"] = CanonicalScenario.Hash(scenario),
        },
        ["problemCount"] = reading.Problems.Total,
        ["problems"] = new JsonArray([.. reading.Problems.Select(p => p.ToJson())]),
        ["warnings"] = new JsonArray([.. reading.Warnings.Select(w => w.ToJson())]),
    };

    // What `run` and `sweep` would do.
    private static IEnumerable<(Scenario Scenario, int Times)> Runs(Scenario scenario, SweepPlan? sweep) => sweep?.Runs ?? [(scenario, 1)];

    private static TimeForecast Time(IEnumerable<(Scenario Scenario, int Times)> runs, MachineSpeed speed) =>
        ScenarioTimes.Of(runs, speed, ModelStore.WeightsOfProcess(ComputeDevice.Cpu, _ => { }), new SimulationOptions());

    private static string Count(double number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {noun}{(number == 1 ? "" : "s")}");
}
