namespace Fleet.Actors.Kernel;

/// <summary>A failure that a test injects.</summary>
/// <param name="Entity">The entity that fails.</param>
/// <param name="At">When.</param>
internal sealed record InjectedFault(EntityHandle Entity, SimTime At);
