namespace Fleet.Actors.Kernel;

/// <summary>A failure to order.</summary>
/// <param name="Entity">Who fails.</param>
/// <param name="At">When.</param>
internal sealed record InjectedFault(EntityHandle Entity, SimTime At);
