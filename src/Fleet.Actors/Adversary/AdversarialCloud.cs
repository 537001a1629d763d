using Fleet.Actors.Entities;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors.Adversary;

/// <summary>The adversary next to the servers: sees what reaches them and attacks the messages of its targets.</summary>
internal sealed class AdversarialCloud(Region region, AdversaryBehavior behavior)
    : EntityActor(region, new EntityHandle(region.Index, EntityType.Adversary, 0))
{
    private AdversaryState _state = new();

    /// <inheritdoc/>
    public override void OnEvent(in SimEvent item, ISimulation simulation)
    {
        if (behavior.OnEvent(_state, item, simulation.Now) is { } message)
        {
            simulation.Capture(message);
        }
    }

    /// <inheritdoc/>
    protected override object Snapshot() => AdversaryBehavior.Snapshot(_state, Restarts);

    /// <inheritdoc/>
    protected override void TakeOver(EntityActor former, in SimEvent failed, ISimulation simulation) =>
        _state = AdversaryBehavior.Restart(((AdversarialCloud)former)._state);
}
