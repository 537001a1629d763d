using HdrHistogram;

namespace Fleet.Actors.Kernel;

/// <summary>The counts of a histogram in a checkpoint: a value of each bucket that has any, and how many it has.</summary>
public static class HistogramCheckpoint
{
    /// <summary>Writes the counts.</summary>
    public static void Save(HistogramBase histogram, CheckpointWriter writer)
    {
        (long Value, long Count)[] counts = [.. histogram.RecordedValues().Select(v => (v.ValueIteratedTo, v.CountAtValueIteratedTo))];
        writer.WriteBlock<long>([.. counts.Select(c => c.Value)]);
        writer.WriteBlock<long>([.. counts.Select(c => c.Count)]);
    }

    /// <summary>Reads the counts, in rising order of values, for <see cref="HistogramBase.RecordValueWithCount"/>.</summary>
    public static IEnumerable<(long Value, long Count)> Read(CheckpointReader reader)
    {
        long[] values = reader.ReadBlock<long>();
        return values.Zip(reader.ReadBlock<long>());
    }
}
