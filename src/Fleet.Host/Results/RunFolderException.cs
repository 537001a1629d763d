namespace Fleet.Host.Results;

/// <summary>A run cannot write where it was told to. The message says why, for the user.</summary>
public sealed class RunFolderException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The folder cannot be written at all: it, or its disk, is read-only or full, or somebody else's.</summary>
    internal static RunFolderException CannotWrite(string folder, Exception problem) => new($"{folder} cannot be written: {problem.Message}", problem);
}
