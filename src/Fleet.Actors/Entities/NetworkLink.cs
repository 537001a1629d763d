using Fleet.Actors.LeanActors;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>An access link with its two directions.</summary>
internal sealed class NetworkLink(Region region, EntityHandle handle) : EntityActor(region, handle);
