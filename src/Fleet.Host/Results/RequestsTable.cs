using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Results;

/// <summary>The columns of requests.parquet.</summary>
internal static class RequestsTable
{
    /// <summary>The columns, in the order of the file.</summary>
    public static IReadOnlyList<ParquetColumn<RequestRecord>> Columns(RunInfo info)
    {
        RunDeviceClass[] classes = [.. info.DeviceClasses];
        long warmUp = info.WarmUp.Nanoseconds;
        return
        [
            ParquetColumn<RequestRecord>.Int32("device", (in RequestRecord r) => r.Device.Value),
            ParquetColumn<RequestRecord>.Text("deviceClass", (in RequestRecord r) => classes[r.DeviceClass].Name),
            ParquetColumn<RequestRecord>.Int64("sequence", (in RequestRecord r) => r.Sequence),
            ParquetColumn<RequestRecord>.Int32("input", (in RequestRecord r) => r.Input),
            ParquetColumn<RequestRecord>.Text("split", (in RequestRecord r) => classes[r.DeviceClass].Split),
            ParquetColumn<RequestRecord>.Text("defense", (in RequestRecord r) => classes[r.DeviceClass].DefenseAt(r.Defense)),
            ParquetColumn<RequestRecord>.OptionalInt32("server", (in RequestRecord r) => r.Server == ServerId.None ? null : r.Server.Value),
            ParquetColumn<RequestRecord>.Int64("arrivalNs", (in RequestRecord r) => r.Arrival.Nanoseconds),
            ParquetColumn<RequestRecord>.Int64("completionNs", (in RequestRecord r) => r.Completion.Nanoseconds),
            ParquetColumn<RequestRecord>.Int64("latencyNs", (in RequestRecord r) => r.Latency.Nanoseconds),
            .. StageTimes.Stages.Select(stage => ParquetColumn<RequestRecord>.Int64(
                stage.Name + "Ns", (in RequestRecord r) => r.StageNanoseconds(stage.Index))),
            ParquetColumn<RequestRecord>.Text("outcome", (in RequestRecord r) => RequestOutcomes.NameOf(r.Outcome)),
            ParquetColumn<RequestRecord>.Bool("warmUp", (in RequestRecord r) => r.Arrival.Nanoseconds < warmUp),
        ];
    }
}
