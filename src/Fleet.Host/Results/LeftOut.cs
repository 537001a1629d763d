using System.Globalization;

namespace Fleet.Host.Results;

/// <summary>
/// How much the latencies leave out. They are those of answered requests, and under overload these are the few that came early:
/// their mean says little about the rest.
/// </summary>
internal static class LeftOut
{
    /// <summary>A greater share than this is said wherever a mean latency is shown.</summary>
    public const double WorthSaying = 0.01;

    /// <summary>The share of the issued requests that were not answered: failed or in flight at the end. 0 without requests.</summary>
    public static double Share(double issued, double answered) => issued > 0 ? (issued - answered) / issued : 0;

    /// <summary>A sentence about a run; null if the latencies leave out no more than 1 % of the requests.</summary>
    public static string? Of(RequestCounts requests)
    {
        double share = Share(requests.Issued, requests.Answered);
        long failed = requests.Failed.Values.Sum();
        return share <= WorthSaying ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Latencies leave out {Percent(share)} of the requests: {requests.InFlight:#,0} in flight at the end, {failed:#,0} failed.");
    }

    /// <summary>A sentence about a sweep; null if no cell leaves out more than 1 %.</summary>
    public static string? Of(IReadOnlyList<SweepRow> rows)
    {
        SweepRow[] cells = [.. rows.Where(row => Share(row) > WorthSaying)];
        if (cells.Length == 0)
        {
            return null;
        }

        SweepRow most = cells.MaxBy(Share)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Latencies leave out more than 1 % of the requests in {cells.Length:#,0} of {rows.Count:#,0} cells, at most {Percent(Share(most))} ({most.Label()}).");
    }

    private static double Share(SweepRow row) => Share(row[SweepMetrics.Issued].Mean, row[SweepMetrics.Answered].Mean);

    // Rounded down: what was answered is never called left out.
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000 * share) / 10:0.#} %");
}
