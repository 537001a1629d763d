using Fleet.Models.Leakage;

namespace Fleet.Host.Results;

/// <summary>One attacked message: a row of leakage.parquet.</summary>
public sealed record LeakageSample
{
    /// <summary>The name of the class of the device that sent it.</summary>
    public required string DeviceClass { get; init; }

    /// <summary>The device that sent it.</summary>
    public required int Device { get; init; }

    /// <summary>The position among the device's requests, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>The picture, as an index into the input set.</summary>
    public required int Input { get; init; }

    /// <summary>The true class of the picture.</summary>
    public required int Label { get; init; }

    /// <summary>The split point.</summary>
    public required string Split { get; init; }

    /// <summary>The defence in canonical form.</summary>
    public required string Defense { get; init; }

    /// <summary>white-box, black-box or query-free.</summary>
    public required string Knowledge { get; init; }

    /// <summary>The attack.</summary>
    public required string Attack { get; init; }

    /// <summary>Whether the attack takes the defence into account.</summary>
    public required bool Adaptive { get; init; }

    /// <summary>The server at which the message was seen.</summary>
    public required int Server { get; init; }

    /// <summary>When it reached that server, in simulated nanoseconds.</summary>
    public required long CapturedNs { get; init; }

    /// <summary>When the adversary's compute budget would have finished the attack, in simulated nanoseconds.</summary>
    public required long ReconstructedNs { get; init; }

    /// <summary>How many messages of the scene were read together, this one the last of them.</summary>
    public int Transmissions { get; init; } = 1;

    /// <summary>Iterations of the attack.</summary>
    public required int Iterations { get; init; }

    /// <summary>The metrics of the reconstruction.</summary>
    public required MetricValues<double> Metrics { get; init; }
}

/// <summary>An attacked message with its pictures.</summary>
/// <param name="Sample">The measured values.</param>
/// <param name="Original">
/// The picture sent: channels x height x width values in [0, 1]. May be null beyond the first
/// <see cref="Plots.ContactSheet.MaxPairs"/> messages of an attack, split and defence, which no sheet shows.
/// </param>
/// <param name="Reconstruction">What the attack made of it, in the same layout; null together with the original.</param>
public sealed record AttackedMessage(LeakageSample Sample, float[]? Original, float[]? Reconstruction);
