using System.Globalization;
using Fleet.Actors.Shell;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Units;

namespace Fleet.Host.Scenarios.Warnings;

/// <summary>The sentences of warnings, with the figures they come from.</summary>
internal static class WarningText
{
    private const double SecondsPerYear = 365.25 * 86_400;
    private const double NanosecondsPerSecond = 1e9;

    // Beyond these a number is shown with its exponent.
    private const double Small = 1e-3;
    private const double Large = 1e15;

    /// <summary>Of a job that takes longer than the run.</summary>
    public static string OfLongJob(PaperLoad load, FleetSpec fleet)
    {
        (string job, string budget, ServiceLaw law) = load.Budget switch
        {
            Budget.Device => ("One request takes", "on a device", fleet.DeviceClasses[load.Index].Compute.Service),
            Budget.Uplink => ("One activation takes", "to send", fleet.Links[load.Index].Service),
            Budget.Downlink => ("One answer takes", "to send", fleet.Links[load.Index].Service),
            _ => ("One request takes", "at a worker", fleet.Servers[load.Index].Compute.Service),
        };
        string mean = law.IsRandom ? " on average" : "";
        return $"{job} {Time(load.LongestSeconds)} {budget} at {Rate(load, fleet)}{mean}, longer than the duration of {Time(fleet.Duration.Seconds)}; it would be in flight at the end.";
    }

    /// <summary>Of a job of the adversary that takes longer than the run.</summary>
    public static string OfLongJob(AdversaryJob job, FleetSpec fleet)
    {
        string what = job.IsPreparation ? "What the adversary learns before it attacks takes" : "The attack on one message takes";
        return $"{what} {Time(job.Seconds)} at {Shown(job.FlopsPerSecond, QuantityKind.ComputeRate)}, longer than the duration of {Time(fleet.Duration.Seconds)}; it would be finished after the end.";
    }

    /// <summary>Of a budget that cannot keep up, or hardly can.</summary>
    public static string OfLoad(PaperLoad load, FleetSpec fleet)
    {
        string place = load.Budget switch
        {
            Budget.Device => "on each device",
            Budget.Uplink => "up the fullest link",
            Budget.Downlink => "down the fullest link",
            _ => load.Workers == 1 ? "at the busiest server" : string.Create(CultureInfo.InvariantCulture, $"at the {load.Workers:#,0} workers of the busiest server"),
        };
        string work = $"{Shown(load.RatePerSecond, QuantityKind.Number)}/s of {Time(load.MeanSeconds)} each {place}";
        return load.Utilisation < 1
            ? $"Loaded to {load.Utilisation.ToString("P0", Percent)} on paper: {work}. Waits are long, and differ much from seed to seed."
            : $"Loaded to {Shown(load.Utilisation, QuantityKind.Number)} times what it can do: {work}. The queue grows as long as the run lasts.";
    }

    private static NumberFormatInfo Percent { get; } = new() { PercentPositivePattern = 0 };

    private static string Rate(PaperLoad load, FleetSpec fleet) => load.Budget switch
    {
        Budget.Device => Shown(fleet.DeviceClasses[load.Index].Compute.FlopsPerSecond, QuantityKind.ComputeRate),
        Budget.Uplink => Shown(fleet.Links[load.Index].UpBitsPerSecond, QuantityKind.BitRate),
        Budget.Downlink => Shown(fleet.Links[load.Index].DownBitsPerSecond, QuantityKind.BitRate),
        _ => Shown(fleet.Servers[load.Index].Compute.FlopsPerSecond, QuantityKind.ComputeRate),
    };

    private static string Time(double seconds) => seconds < SecondsPerYear
        ? Shown(seconds * NanosecondsPerSecond, QuantityKind.Duration)
        : Shown(seconds / SecondsPerYear, QuantityKind.Number) + " years";

    private static string Shown(double value, QuantityKind kind) => value is 0 or (>= Small and < Large)
        ? Quantity.Readable(value, kind)
        : $"{value.ToString("0.###e+0", CultureInfo.InvariantCulture)}{(kind.BaseUnit is { } unit ? " " + unit.Symbol : "")}";
}
