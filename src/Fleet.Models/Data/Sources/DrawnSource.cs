namespace Fleet.Models.Data.Sources;

/// <summary>A set that FleetSim draws.</summary>
internal sealed class DrawnSource(DatasetInfo info) : IDatasetSource
{
    public string Place => "";

    public string? Remark => null;

    public Dataset Load(string part, CancellationToken cancellation) => info.Name == SyntheticColors.Name
        ? SyntheticColors.Draw(part, info.Count(part), SyntheticColors.DefaultSeed, cancellation)
        : SyntheticDigits.Draw(part, info.Count(part), SyntheticDigits.DefaultSeed, cancellation);

    /// <summary>Draws the set again and compares its hash with the one it had when it was released.</summary>
    public IReadOnlyList<DataCheck> Verify(CancellationToken cancellation)
    {
        (string train, string test) = info.Name == SyntheticColors.Name
            ? (SyntheticColors.TrainHash, SyntheticColors.TestHash)
            : (SyntheticDigits.TrainHash, SyntheticDigits.TestHash);
        return [Check(DatasetInfo.Train, train, cancellation), Check(DatasetInfo.Test, test, cancellation)];
    }

    private DataCheck Check(string part, string expected, CancellationToken cancellation)
    {
        string found = Load(part, cancellation).ContentHash;
        return new DataCheck(part, null, found == expected ? null : $"found SHA-256 {found}, expected {expected}");
    }
}
