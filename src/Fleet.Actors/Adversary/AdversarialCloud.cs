using Fleet.Actors.LeanActors;
using Fleet.Actors.Time;

namespace Fleet.Actors.Adversary;

/// <summary>The adversary next to the servers: sees what reaches them and attacks the messages of its targets.</summary>
internal sealed class AdversarialCloud(Region region, EntityHandle handle) : EntityActor(region, handle);
