using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>An access link with its two directions.</summary>
internal sealed class NetworkLink(Region region, int link, LinkBehavior behavior)
    : EntityActor(region, new EntityHandle(region.Index, EntityType.Link, link))
{
    private LinkState _state = behavior.Create(link);

    /// <inheritdoc/>
    public override void OnEvent(in SimEvent item, ISimulation simulation) => behavior.OnEvent(ref _state, item, simulation);

    /// <inheritdoc/>
    protected override object Snapshot() => LinkBehavior.Snapshot(_state, Restarts);

    /// <inheritdoc/>
    protected override void TakeOver(EntityActor former, in SimEvent failed, ISimulation simulation) =>
        behavior.Restart(ref _state, ((NetworkLink)former)._state, failed, simulation);
}
