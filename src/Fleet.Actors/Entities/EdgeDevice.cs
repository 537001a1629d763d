using Fleet.Actors.LeanActors;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>An edge device: runs the first layers of each request and its defence, and sends the activation on.</summary>
internal sealed class EdgeDevice(Region region, EntityHandle handle) : EntityActor(region, handle);
