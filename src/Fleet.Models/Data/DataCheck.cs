namespace Fleet.Models.Data;

/// <summary>The check of one file, or of one part of a set.</summary>
/// <param name="Item">The file's or part's name.</param>
/// <param name="Path">Where the file was found; null if nowhere, or if there is no file.</param>
/// <param name="Problem">What is wrong; null if nothing is.</param>
public sealed record DataCheck(string Item, string? Path, string? Problem)
{
    /// <summary>What was checked, where that is less than a published checksum; otherwise null.</summary>
    public string? Note { get; init; }
}
