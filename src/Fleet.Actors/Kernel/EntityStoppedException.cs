using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <summary>The run cannot go on because an entity has stopped: it failed too often, or was stopped from outside.</summary>
/// <param name="message">Which one, and why.</param>
/// <param name="cause">What it failed with last, if it failed.</param>
public sealed class EntityStoppedException(string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>Says which entity stopped and why.</summary>
    internal static EntityStoppedException Of(string path, int restarts, Exception? cause) => cause is null
        ? new EntityStoppedException($"{path} was stopped during the run.", null)
        : new EntityStoppedException(string.Create(CultureInfo.InvariantCulture, $"{path} failed again after {restarts} restarts: {cause.Message}"), cause);
}
