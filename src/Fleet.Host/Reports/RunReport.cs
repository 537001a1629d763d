using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;

namespace Fleet.Host.Reports;

/// <summary>What report.html shows. Nothing in it is measured on the wall clock, so equal runs give equal pages.</summary>
/// <param name="Info">What was known before the run.</param>
/// <param name="Summary">The figures.</param>
/// <param name="Latencies">The latencies by device class.</param>
/// <param name="Sheets">The contact sheets.</param>
/// <param name="Interrupted">Whether the run was told to stop.</param>
internal sealed record RunReport(
    RunInfo Info, RunSummary Summary, LatencyDistribution Latencies, IReadOnlyList<SheetFile> Sheets, bool Interrupted);
