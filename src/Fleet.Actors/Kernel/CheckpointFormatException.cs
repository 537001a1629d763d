namespace Fleet.Actors.Kernel;

/// <summary>What is read is not a checkpoint that this program has written of this fleet. The message says how it differs.</summary>
/// <param name="message">What was expected and what was found.</param>
/// <param name="cause">What the attempt to use it threw, if it threw.</param>
public sealed class CheckpointFormatException(string message, Exception? cause = null) : Exception(message, cause);
