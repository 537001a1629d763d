namespace Fleet.Host.Results;

/// <summary>The columns of leakage.parquet.</summary>
internal static class LeakageTable
{
    /// <summary>The columns, in the order of the file.</summary>
    public static IReadOnlyList<ParquetColumn<LeakageSample>> Columns() =>
    [
        ParquetColumn<LeakageSample>.Int32("device", (in LeakageSample s) => s.Device),
        ParquetColumn<LeakageSample>.Text("deviceClass", (in LeakageSample s) => s.DeviceClass),
        ParquetColumn<LeakageSample>.Int64("sequence", (in LeakageSample s) => s.Sequence),
        ParquetColumn<LeakageSample>.Int32("input", (in LeakageSample s) => s.Input),
        ParquetColumn<LeakageSample>.Int32("label", (in LeakageSample s) => s.Label),
        ParquetColumn<LeakageSample>.Text("split", (in LeakageSample s) => s.Split),
        ParquetColumn<LeakageSample>.Text("defense", (in LeakageSample s) => s.Defense),
        ParquetColumn<LeakageSample>.Text("knowledge", (in LeakageSample s) => s.Knowledge),
        ParquetColumn<LeakageSample>.Text("attack", (in LeakageSample s) => s.Attack),
        ParquetColumn<LeakageSample>.Bool("adaptive", (in LeakageSample s) => s.Adaptive),
        ParquetColumn<LeakageSample>.Int32("server", (in LeakageSample s) => s.Server),
        ParquetColumn<LeakageSample>.Int64("capturedNs", (in LeakageSample s) => s.CapturedNs),
        ParquetColumn<LeakageSample>.Int64("reconstructedNs", (in LeakageSample s) => s.ReconstructedNs),
        ParquetColumn<LeakageSample>.Int32("transmissions", (in LeakageSample s) => s.Transmissions),
        ParquetColumn<LeakageSample>.Int32("iterations", (in LeakageSample s) => s.Iterations),
        .. MetricColumns.OfPictures((in LeakageSample s) => s.Metrics, inExperiment: false),
    ];
}
