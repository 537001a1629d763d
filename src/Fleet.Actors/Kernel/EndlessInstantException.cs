using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <summary>The run cannot go on because virtual time does not advance: too many events happen at one instant.</summary>
/// <param name="who">The entity or actor of the last event.</param>
/// <param name="at">The instant.</param>
/// <param name="events">How many events have happened at it.</param>
public sealed class EndlessInstantException(string who, SimTime at, long events) : Exception(
    string.Create(CultureInfo.InvariantCulture, $"Time stands still at {at}: {events} events at this one instant, the last of them at {who}. A message to itself, a timer of 0, ")
    + "answers without delay or restarts that fail again never end. EventsAtOneInstant allows more.")
{
    /// <summary>The entity or actor of the last event.</summary>
    public string Who { get; } = who;
}
