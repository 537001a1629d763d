namespace Fleet.Host.Results;

/// <summary>Work was done, and not all of its results could be written. The message says what and why, for the user.</summary>
/// <param name="message">What could not be written, and why; who knows adds what to do.</param>
/// <param name="cause">What the system said.</param>
public sealed class UnwrittenException(string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>The figures of the run whose files these are; null if they are not those of one run.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>The same with what to do.</summary>
    public UnwrittenException With(string advice) => new($"{Message} {advice}", this) { Summary = Summary };
}
