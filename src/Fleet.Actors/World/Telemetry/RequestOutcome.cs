using System.Text.Json;

namespace Fleet.Actors.World.Telemetry;

/// <summary>How a request ended. Every value but the first is a reason for which it failed, counted and named by <see cref="RequestOutcomes"/>.</summary>
public enum RequestOutcome : byte
{
    /// <summary>The answer reached the device.</summary>
    Answered,

    /// <summary>The device, link or server that held it was restarted.</summary>
    EntityRestarted,

    /// <summary>It reached a device, link or server that had failed too often and stopped for good.</summary>
    EntityStopped,
}

/// <summary>The ways in which requests end, by the names that results use: the values of <see cref="RequestOutcome"/>, as in entity-restarted.</summary>
public static class RequestOutcomes
{
    /// <summary>The names, in the order of the values.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<RequestOutcome>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>The reasons for which requests fail.</summary>
    public static IReadOnlyList<RequestOutcome> Failures { get; } = [.. Enum.GetValues<RequestOutcome>().Where(outcome => outcome != RequestOutcome.Answered)];

    /// <summary>The name of one.</summary>
    public static string NameOf(RequestOutcome outcome) => Names[(int)outcome];
}
