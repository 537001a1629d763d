using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell;

/// <summary>An edge device: runs the first layers of each request and its defence, and sends the activation on.</summary>
internal sealed class EdgeDevice(ActorRegion region, EntityHandle handle) : EntityActor(region, handle);
