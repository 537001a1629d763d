using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell;

/// <summary>A server: runs the rest of the layers on batches of activations.</summary>
internal sealed class CloudServer(ActorRegion region, EntityHandle handle) : EntityActor(region, handle);
