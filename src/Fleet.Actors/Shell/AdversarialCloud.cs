using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell;

/// <summary>The adversary next to the servers: sees what reaches them and attacks the messages of its targets.</summary>
internal sealed class AdversarialCloud(ActorRegion region, EntityHandle handle) : EntityActor(region, handle);
