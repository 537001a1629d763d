using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>An edge device: runs the first layers of each request and its defence, and sends the activation on.</summary>
internal sealed class EdgeDevice(Region region, int device, DeviceBehavior behavior)
    : EntityActor(region, new EntityHandle(region.Index, EntityType.Device, device))
{
    private DeviceState _state = behavior.Create(device);

    /// <inheritdoc/>
    public override void Start(ISimulation simulation) => behavior.Start(ref _state, simulation);

    /// <inheritdoc/>
    public override void OnEvent(in SimEvent item, ISimulation simulation) => behavior.OnEvent(ref _state, item, simulation);

    /// <inheritdoc/>
    protected override object Snapshot() => DeviceBehavior.Snapshot(_state, Restarts);

    /// <inheritdoc/>
    protected override void TakeOver(EntityActor former, in SimEvent failed, ISimulation simulation) =>
        DeviceBehavior.Restart(ref _state, ((EdgeDevice)former)._state, failed, simulation);
}
