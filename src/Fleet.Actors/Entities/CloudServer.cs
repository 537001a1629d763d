using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>A server: runs the rest of the layers on batches of activations.</summary>
internal sealed class CloudServer(Region region, int server, ServerBehavior behavior)
    : EntityActor(region, new EntityHandle(region.Index, EntityType.Server, server))
{
    private readonly ServerState _state = behavior.Create(server);

    /// <inheritdoc/>
    public override void OnEvent(in SimEvent item, ISimulation simulation) => behavior.OnEvent(_state, item, simulation);

    /// <inheritdoc/>
    protected override object Snapshot() => ServerBehavior.Snapshot(_state, Restarts);

    /// <inheritdoc/>
    protected override void TakeOver(EntityActor former, in SimEvent failed, ISimulation simulation) =>
        behavior.Restart(_state, ((CloudServer)former)._state, failed, simulation);
}
