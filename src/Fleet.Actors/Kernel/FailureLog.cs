namespace Fleet.Actors.Kernel;

/// <summary>Counts the failures of entities by cause.</summary>
internal sealed class FailureLog
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How often each cause came, in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>The last failure.</summary>
    public Exception? Last { get; private set; }

    /// <summary>How often each cause came in several regions.</summary>
    public static IReadOnlyDictionary<string, long> Sum(IEnumerable<FailureLog> logs)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string cause, long count) in logs.SelectMany(log => log._counts))
        {
            sum[cause] = sum.GetValueOrDefault(cause) + count;
        }

        return sum;
    }

    /// <summary>Writes the counts.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.Write(_counts.Count);
        foreach ((string cause, long count) in _counts)
        {
            writer.Write(cause);
            writer.Write(count);
        }
    }

    /// <summary>Reads the counts.</summary>
    public void Restore(CheckpointReader reader)
    {
        for (int left = reader.ReadCount(); left > 0; left--)
        {
            string cause = reader.ReadText();
            _counts[cause] = reader.ReadLong();
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Add(Exception cause)
    {
        Last = cause;
        string name = $"{cause.GetType().Name}: {cause.Message}";
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
    }
}
