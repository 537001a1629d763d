using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>
/// The latencies of a run per device class: a histogram and the mean of each stage. Only answered requests that arrived
/// after warm-up count; failures are counted over the whole run.
/// </summary>
public sealed class LatencyDistribution
{
    private readonly ClassLatencies[] _classes;
    private readonly SimTime _warmUp;

    /// <summary>An empty distribution.</summary>
    /// <param name="classes">The number of device classes.</param>
    /// <param name="warmUp">Latencies count from requests that arrive at or after this instant.</param>
    public LatencyDistribution(int classes, SimTime warmUp)
    {
        _warmUp = warmUp;
        _classes = [.. Enumerable.Range(0, classes).Select(_ => new ClassLatencies())];
    }

    /// <summary>What was collected, by device class.</summary>
    public IReadOnlyList<ClassLatencies> Classes => _classes;

    /// <summary>The number of latencies.</summary>
    public long Samples => _classes.Sum(c => c.Samples);

    /// <summary>Records one request that has ended.</summary>
    public void Record(in RequestRecord request)
    {
        if (request.Outcome == RequestOutcome.Answered)
        {
            if (request.Arrival >= _warmUp)
            {
                _classes[request.DeviceClass].RecordAnswered(request);
            }
        }
        else
        {
            _classes[request.DeviceClass].RecordFailed();
        }
    }

    /// <summary>All recorded latencies with their counts, in rising order; values stand for buckets 0.1 % wide.</summary>
    public LatencyCount[] Counts()
    {
        LatencyCount[] counts = [];
        foreach (ClassLatencies latencies in _classes)
        {
            counts = LatencyCount.Merge(counts, latencies.Counts());
        }

        return counts;
    }

    /// <summary>The latencies of one class with their counts, in rising order.</summary>
    /// <param name="deviceClass">Its number.</param>
    public LatencyCount[] Counts(int deviceClass) => _classes[deviceClass].Counts();

    /// <summary>Adds what was collected in another part of the fleet.</summary>
    internal void Add(LatencyDistribution other)
    {
        for (int i = 0; i < _classes.Length; i++)
        {
            _classes[i].Add(other._classes[i]);
        }
    }

    /// <summary>Writes what was collected.</summary>
    internal void Save(CheckpointWriter writer)
    {
        foreach (ClassLatencies latencies in _classes)
        {
            latencies.Save(writer);
        }
    }

    /// <summary>Reads what was collected into an empty distribution of as many classes.</summary>
    internal void Restore(CheckpointReader reader)
    {
        foreach (ClassLatencies latencies in _classes)
        {
            latencies.Restore(reader);
        }
    }

    /// <summary>The latencies of all classes in a few figures.</summary>
    internal LatencySummary Summary()
    {
        var all = new ClassLatencies();
        foreach (ClassLatencies latencies in _classes)
        {
            all.Add(latencies);
        }

        return new LatencySummary(
            all.Samples,
            all.MeanMs,
            all.PercentileMs(50),
            all.PercentileMs(95),
            all.PercentileMs(99),
            [.. Enumerable.Range(0, StageTimes.Count).Select(all.StageMeanMs)]);
    }
}

/// <summary>Latencies in milliseconds. All values are NaN if there is no sample.</summary>
/// <param name="Samples">The number of requests.</param>
/// <param name="MeanMs">The exact mean.</param>
/// <param name="P50Ms">The median by nearest rank, to 3 significant digits.</param>
/// <param name="P95Ms">The 95th percentile by nearest rank, to 3 significant digits.</param>
/// <param name="P99Ms">The 99th percentile by nearest rank, to 3 significant digits.</param>
/// <param name="MeanMsByStage">The exact mean of each stage, in the order of <see cref="StageTimes.Stages"/>.</param>
public sealed record LatencySummary(
    long Samples,
    double MeanMs,
    double P50Ms,
    double P95Ms,
    double P99Ms,
    IReadOnlyList<double> MeanMsByStage);
