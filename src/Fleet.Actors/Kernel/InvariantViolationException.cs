namespace Fleet.Actors.Kernel;

/// <summary>The engine broke one of its own rules: a defect of the program, never of a scenario.</summary>
/// <param name="message">Which rule, with the figures.</param>
public sealed class InvariantViolationException(string message) : InvalidOperationException(message);
