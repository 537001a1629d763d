namespace Fleet.Actors.Kernel;

/// <summary>The run cannot go on because the actor system, or the part of it that simulates the fleet, was stopped.</summary>
public sealed class WorldStoppedException()
    : Exception("The fleet was stopped during the run: by an actor that ended the actor system, or stopped or told to stop those above it.");
