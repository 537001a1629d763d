namespace Fleet.Models.Data.Sources;

/// <summary>One place that holds a data set, in one form.</summary>
internal interface IDatasetSource
{
    /// <summary>The folder or file; empty if FleetSim draws the pictures.</summary>
    string Place { get; }

    /// <summary>What a user should know about this form; null if it is the set as published.</summary>
    string? Remark { get; }

    /// <summary>Reads and checks one part.</summary>
    /// <exception cref="DatasetException">It does not hold what it should.</exception>
    Dataset Load(string part, CancellationToken cancellation);

    /// <summary>Checks everything, byte for byte where checksums are known.</summary>
    IReadOnlyList<DataCheck> Verify(CancellationToken cancellation);
}
