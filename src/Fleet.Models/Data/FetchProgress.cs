namespace Fleet.Models.Data;

/// <summary>How far a fetch has come.</summary>
/// <param name="File">The file under way.</param>
/// <param name="Number">Its position among the files, from 1.</param>
/// <param name="Files">How many files there are.</param>
/// <param name="Bytes">Bytes of the file on disk, those of an earlier fetch included.</param>
/// <param name="TotalBytes">The file's size, if the server states it.</param>
/// <param name="BytesPerSecond">Rate of the current transfer; 0 during its first half second.</param>
/// <param name="Notice">Something the user should read: a retry, the next mirror, a file that was there already.</param>
public sealed record FetchProgress(
    string File, int Number, int Files, long Bytes, long? TotalBytes, double BytesPerSecond, string? Notice = null);

/// <summary>Time-outs and retries of a fetch.</summary>
/// <param name="Attempts">Attempts in a row at one mirror that bring no new byte, before the next mirror's turn.</param>
/// <param name="FirstPause">The pause before the second attempt; each further one is twice as long.</param>
/// <param name="Stall">How long a server may send nothing.</param>
public sealed record FetchPolicy(int Attempts, TimeSpan FirstPause, TimeSpan Stall)
{
    /// <summary>Four attempts, pauses of 1, 2 and 4 seconds, 30 seconds of silence.</summary>
    public static FetchPolicy Default { get; } = new(4, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
}

/// <summary>What a fetch did.</summary>
/// <param name="Folder">Where the files are.</param>
/// <param name="Fetched">The files that were fetched.</param>
/// <param name="Present">The files that were there, whole, before.</param>
public sealed record FetchResult(string Folder, IReadOnlyList<string> Fetched, IReadOnlyList<string> Present);
