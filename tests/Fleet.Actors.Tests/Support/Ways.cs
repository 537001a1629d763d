using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Support;

/// <summary>
/// The ways to simulate one fleet that must all give the same: in how many regions, with which queue. The short suite tries each
/// number and each queue, the long one all pairs.
/// </summary>
internal static class Ways
{
    /// <summary>Pairs of a queue and one of these numbers of regions.</summary>
    public static IEnumerable<(EventQueueKind Queue, int Regions)> With(params int[] regions)
    {
        EventQueueKind[] queues = Enum.GetValues<EventQueueKind>();
        return LongRun.Wanted
            ? queues.SelectMany(queue => regions.Select(number => (queue, number)))
            : regions.Select((number, i) => (queues[(i + 1) % queues.Length], number));
    }
}
