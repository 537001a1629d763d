using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;

namespace Fleet.Actors.World.Entities;

/// <summary>What a region reports to the users' actors: messages, and the requests that end.</summary>
internal interface IUserActors
{
    /// <summary>A message reaches an entity or a user's actor.</summary>
    void Receive(in SimEvent item);

    /// <summary>A request has ended.</summary>
    void Observe(in RequestRecord record);
}
