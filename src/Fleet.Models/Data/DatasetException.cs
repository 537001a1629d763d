namespace Fleet.Models.Data;

/// <summary>A data set cannot be used; the message says why and what to do, in words for the user.</summary>
public abstract class DatasetException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A data set is unknown or its files are in none of the places searched.</summary>
public sealed class DataNotFoundException(string message) : DatasetException(message);

/// <summary>A file of a data set does not hold what it should.</summary>
/// <param name="file">The file's path.</param>
/// <param name="found">What the file holds.</param>
/// <param name="expected">What it should hold.</param>
/// <param name="inner">The error met while reading, if any.</param>
public sealed class DataDamagedException(string file, string found, string expected, Exception? inner = null)
    : DatasetException($"{file} is damaged: found {found}, expected {expected}.", inner)
{
    /// <summary>The file's path.</summary>
    public string File { get; } = file;

    /// <summary>What the file holds.</summary>
    public string Found { get; } = found;

    /// <summary>What it should hold.</summary>
    public string Expected { get; } = expected;
}

/// <summary>A data set is whole, but not what the network needs.</summary>
public sealed class DataMismatchException(string message) : DatasetException(message);

/// <summary>A data set could not be fetched from any mirror.</summary>
public sealed class DataFetchException(string message, Exception? inner = null) : DatasetException(message, inner);
