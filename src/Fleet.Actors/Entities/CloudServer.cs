using Fleet.Actors.LeanActors;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>A server: runs the rest of the layers on batches of activations.</summary>
internal sealed class CloudServer(Region region, EntityHandle handle) : EntityActor(region, handle);
