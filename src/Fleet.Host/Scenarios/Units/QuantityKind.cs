namespace Fleet.Host.Scenarios.Units;

/// <summary>A physical kind of value with its units.</summary>
/// <param name="Name">The kind with its article, such as "a duration".</param>
/// <param name="Example">A value of it.</param>
/// <param name="Units">The units, from small to large, the base unit among them; none for plain numbers.</param>
/// <param name="BareAllowed">Whether a number without unit is a value, in base units. Zero always is.</param>
internal sealed record QuantityKind(string Name, string Example, IReadOnlyList<Unit> Units, bool BareAllowed = false)
{
    /// <summary>Spans of simulated time, in nanoseconds.</summary>
    public static QuantityKind Duration { get; } = new("a duration", "10 s",
    [
        new("ns", 1, "nsec", "nanoseconds"),
        new("us", 1_000, "usec", "µs", "μs", "microseconds"),
        new("ms", 1_000_000, "msec", "millis", "milliseconds"),
        new("s", 1_000_000_000, "sec", "secs", "second", "seconds"),
        new("min", 60_000_000_000, "m", "mins", "minute", "minutes"),
        new("h", 3_600_000_000_000, "hr", "hrs", "hour", "hours"),
        new("d", 86_400_000_000_000, "day", "days"),
    ]);

    /// <summary>Compute budgets, in floating point operations a second.</summary>
    public static QuantityKind ComputeRate { get; } = new("a compute rate", "3.1 GFLOP/s",
    [
        new("FLOP/s", 1, "FLOPS", "FLOP", "flop/s", "flops/s"),
        new("kFLOP/s", 1_000m, "kFLOPS", "KFLOP/s", "KFLOPS"),
        new("MFLOP/s", 1_000_000m, "MFLOPS", "MFLOP"),
        new("GFLOP/s", 1_000_000_000m, "GFLOPS", "GFLOP"),
        new("TFLOP/s", 1_000_000_000_000m, "TFLOPS", "TFLOP"),
    ]);

    /// <summary>Bandwidths, in bits a second.</summary>
    public static QuantityKind BitRate { get; } = new("a bit rate", "10 Mbit/s",
    [
        new("bit/s", 1, "bps", "b/s", "bits/s"),
        new("kbit/s", 1_000m, "kbps", "kb/s", "Kbit/s", "Kbps", "kbits/s"),
        new("Mbit/s", 1_000_000m, "Mbps", "Mb/s", "Mbits/s", "MBit/s", "mbps"),
        new("Gbit/s", 1_000_000_000m, "Gbps", "Gb/s", "Gbits/s", "GBit/s", "gbps"),
    ])
    {
        OtherUnits =
        [
            new("B/s", 8, "bytes/s", "Bps"),
            new("kB/s", 8_000m, "KB/s", "kBps"),
            new("MB/s", 8_000_000m, "MBps"),
            new("GB/s", 8_000_000_000m, "GBps"),
        ],
    };

    /// <summary>How often something happens, in events a second.</summary>
    public static QuantityKind Frequency { get; } = new("a rate", "0.5/s",
    [
        new("/h", 1, "/hour", "per hour", "per h") { Divisor = 3600 },
        new("/min", 1, "/m", "/minute", "per minute", "per min") { Divisor = 60 },
        new("/s", 1, "/sec", "/second", "Hz", "per second", "per s"),
    ]);

    /// <summary>Plain numbers.</summary>
    public static QuantityKind Number { get; } = new("a number", "0.5", [], BareAllowed: true);

    /// <summary>Whole numbers.</summary>
    public static QuantityKind Count { get; } = new("a whole number", "10_000", [], BareAllowed: true);

    /// <summary>Units that are read, but in which nothing is written.</summary>
    public IReadOnlyList<Unit> OtherUnits { get; init; } = [];

    /// <summary>All units that a value may carry.</summary>
    public IEnumerable<Unit> AllUnits => Units.Concat(OtherUnits);

    /// <summary>The unit of values without unit, if there are units at all.</summary>
    public Unit? BaseUnit => Units.FirstOrDefault(u => u.ToBase(1) == 1);

    /// <summary>What is expected, for messages: the kind, its units and an example.</summary>
    public string Expected => Units.Count switch
    {
        0 => $"{Name} such as {Example}",
        _ => $"{Name} in {string.Join(", ", Units.Take(Units.Count - 1).Select(u => u.Symbol))} or {Units[^1].Symbol}{(OtherUnits.Count > 0 ? $" ({string.Join(", ", OtherUnits.Select(u => u.Symbol))} are bytes)" : "")}, such as {Example}",
    };
}
