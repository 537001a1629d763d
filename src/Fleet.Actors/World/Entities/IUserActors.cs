using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;

namespace Fleet.Actors.World.Entities;

/// <summary>The users' actors, as the entities of a region see them: messages come from them, and some observe requests.</summary>
internal interface IUserActors
{
    /// <summary>A message reaches an entity or a user's actor.</summary>
    void Receive(in SimEvent item);

    /// <summary>A request has ended.</summary>
    void Observe(in RequestRecord record);
}
