using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell;

/// <summary>An access link with its two directions.</summary>
internal sealed class NetworkLink(ActorRegion region, EntityHandle handle) : EntityActor(region, handle);
