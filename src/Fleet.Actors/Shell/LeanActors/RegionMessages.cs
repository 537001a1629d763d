using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>Lets a region run until an instant. Answered with <see cref="Advanced"/> or a failure.</summary>
/// <param name="Bound">No event at or after this instant happens.</param>
/// <param name="Uninterrupted">Whether the instant is reached even if the run has been cancelled.</param>
internal sealed record AdvanceTo(SimTime Bound, bool Uninterrupted = false);

/// <summary>A region has run.</summary>
/// <param name="Interrupted">Whether it stopped before the bound because the run was cancelled.</param>
internal sealed record Advanced(bool Interrupted);

/// <summary>Lets a region make the users' actors that live in it. Answered with itself.</summary>
internal sealed record StartActors;

/// <summary>
/// Lets a region bring its users' actors, and the envelopes under way, to where a checkpoint has them. Answered with itself
/// or a failure.
/// </summary>
internal sealed record RestoreActors;

/// <summary>Lets a region write what a checkpoint needs of it. Answered with itself or a failure.</summary>
/// <param name="Writer">Takes it.</param>
internal sealed record SaveTo(CheckpointWriter Writer);
