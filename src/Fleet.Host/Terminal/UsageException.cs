namespace Fleet.Host.Terminal;

/// <summary>The command line asks for something that cannot be done. The message says what and what would do.</summary>
internal sealed class UsageException(string message) : Exception(message);
