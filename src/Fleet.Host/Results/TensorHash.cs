using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Fleet.Models.Leakage;

namespace Fleet.Host.Results;

/// <summary>
/// The hash over what was computed with tensors: every accuracy and every leakage value, bit for bit, in the order of
/// the results.
/// </summary>
public static class TensorHash
{
    /// <summary>The hash as 32 lower-case hexadecimal digits (XXH128).</summary>
    public static string Of(IReadOnlyList<AccuracyRow> accuracy, IReadOnlyList<LeakageSample> leakage)
    {
        XxHash128 hash = new();
        Add(hash, accuracy.Count);
        foreach (AccuracyRow row in accuracy)
        {
            Add(hash, row.Network, row.Data, row.Split, row.Defense);
            Add(hash, row.Value, row.Ci95.Low, row.Ci95.High);
            Add(hash, row.Samples);
        }

        Add(hash, leakage.Count);
        foreach (LeakageSample sample in leakage)
        {
            Add(hash, sample.Knowledge, sample.Attack, sample.Split, sample.Defense);
            Add(hash, sample.Adaptive ? 1 : 0);
            Add(hash, sample.Device);
            Add(hash, sample.Sequence);
            Add(hash, sample.Input);
            Add(hash, sample.Label);
            Add(hash, sample.Iterations);
            foreach (LeakageMetric metric in Measured(share: false)) Add(hash, sample.Metrics[metric]);
            Add(hash, sample.Transmissions);
            foreach (LeakageMetric metric in Measured(share: true)) Add(hash, sample.Metrics[metric] is var flag && double.IsNaN(flag) ? -1 : (long)flag);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static IEnumerable<LeakageMetric> Measured(bool share) =>
        LeakageMetrics.All.Where(metric => metric.OfPicture is not null && !metric.OnlyInExperiments && metric.IsShare == share);

    private static void Add(XxHash128 hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.Append(bytes);
    }

    private static void Add(XxHash128 hash, params ReadOnlySpan<double> values)
    {
        foreach (double value in values) Add(hash, BitConverter.DoubleToInt64Bits(value));
    }

    private static void Add(XxHash128 hash, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            // The length keeps "ab", "c" and "a", "bc" apart.
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Add(hash, bytes.Length);
            hash.Append(bytes);
        }
    }
}
