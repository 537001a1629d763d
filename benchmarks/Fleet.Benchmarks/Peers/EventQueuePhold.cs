using System.Diagnostics;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks.Peers;

/// <summary>Our side of PHOLD: the engine's event queue, with the entities in an array.</summary>
internal sealed class EventQueuePhold : IContender
{
    private long _events;

    /// <inheritdoc/>
    public string Name => "FleetSim, event queue";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events)
    {
        var model = new PholdModel(entities);
        var queue = new BucketQueue();
        var states = new PholdState[entities];
        for (int entity = 0; entity < entities; entity++)
        {
            states[entity] = new PholdState(entity);
            queue.Push(PholdModel.First(entity, ref states[entity]));
        }

        SimTime measured = model.TimeFor(events);
        var warmUp = new SimTime(measured.Nanoseconds / 3);
        Advance(model, queue, states, warmUp);
        long before = _events;
        long start = Stopwatch.GetTimestamp();
        Advance(model, queue, states, warmUp + measured);
        return new Measurement(_events - before, Stopwatch.GetElapsedTime(start).TotalSeconds, measured.Seconds);
    }

    private void Advance(PholdModel model, BucketQueue queue, PholdState[] states, SimTime bound)
    {
        while (queue.TryPop(bound, out SimEvent item))
        {
            _events++;
            int entity = item.Destination.Index;
            queue.Push(model.Next(entity, item.Time, ref states[entity]));
        }
    }
}
