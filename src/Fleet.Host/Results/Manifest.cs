using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Actors.World.Telemetry;
using Fleet.Models.Files;
using Fleet.Models.Tensors;

namespace Fleet.Host.Results;

/// <summary>The content of manifest.json: where the results came from, and what they are.</summary>
public sealed record Manifest
{
    /// <summary>The file in the folder of a run.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The folder of the pictures, in the folder of a run.</summary>
    public const string PicturesFolder = "reconstructions";

    /// <summary>Whether the run reached its end.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The scenario as resolved: every default filled in.</summary>
    public required JsonElement Scenario { get; init; }

    /// <summary>The hash of the resolved scenario.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The version of FleetSim.</summary>
    public required string Version { get; init; }

    /// <summary>The commit that FleetSim was built from; null if the build did not know it.</summary>
    public string? Commit { get; init; }

    /// <summary>Version and commit in one, as <see cref="Provenance.Build"/> has them.</summary>
    [JsonIgnore]
    public string Build => Commit is null ? Version : $"{Version}+{Commit}";

    /// <summary>The versions of the libraries that results depend on, and of the runtime.</summary>
    public required IReadOnlyDictionary<string, string> Libraries { get; init; }

    /// <summary>The machine.</summary>
    public required HostDescription Host { get; init; }

    /// <summary>Where the tensors were computed: cpu, cuda:0, ...</summary>
    public string Device { get; init; } = ComputeDevice.Cpu.Name;

    /// <summary>How the run was spread over threads; null in manifests of earlier versions.</summary>
    public ManifestPartition? Partition { get; init; }

    /// <summary>
    /// What the adversary attacked, with every setting of each attack; empty in manifests of earlier versions. Of an
    /// interrupted run only what has rows.
    /// </summary>
    public IReadOnlyList<JsonElement> Attacks { get; init; } = [];

    /// <summary>The command and its arguments.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>When the run started, wall clock, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the results were written, wall clock, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Hash over the simulated world, 32 hexadecimal digits.</summary>
    public required string ResultHash { get; init; }

    /// <summary>Hash over accuracy and leakage, 32 hexadecimal digits.</summary>
    public required string TensorHash { get; init; }

    /// <summary>The files of the run but this one, in ordinal order.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
}

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>It reached its end.</summary>
    Finished,

    /// <summary>It was told to stop; what was finished by then is there.</summary>
    Interrupted,
}

/// <summary>A machine.</summary>
/// <param name="Os">The operating system and its version.</param>
/// <param name="Architecture">The architecture of the process.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">The number of logical processors.</param>
public sealed record HostDescription(string Os, string Architecture, string Processor, int Cores);

/// <summary>How a run was spread over threads. Says nothing about the simulated world.</summary>
/// <param name="Regions">The number of regions; each has a thread of its own.</param>
/// <param name="LookaheadSeconds">How far they may run ahead of each other, in simulated seconds.</param>
/// <param name="Windows">How often they waited for each other; 0 with one region.</param>
/// <param name="ExpectedEfficiency">The share of their time that the threads were expected to work, in (0, 1]; 1 with one region.</param>
/// <param name="ActualEfficiency">That share as it was; NaN with one region.</param>
/// <param name="EventsByRegion">The events of each region.</param>
public sealed record ManifestPartition(
    int Regions,
    double LookaheadSeconds,
    long Windows,
    double ExpectedEfficiency,
    double ActualEfficiency,
    IReadOnlyList<long> EventsByRegion)
{
    /// <summary>What the engine reports, as the manifest holds it; null if it reports nothing.</summary>
    public static ManifestPartition? Of(PartitionReport? report) => report is null
        ? null
        : new(report.Regions, report.Lookahead.Seconds, report.Windows, report.ExpectedEfficiency, report.ActualEfficiency ?? double.NaN, report.EventsByRegion);
}

/// <summary>A file of a run.</summary>
/// <param name="Name">The path within the folder, with forward slashes.</param>
/// <param name="Bytes">The size.</param>
/// <param name="Sha256">SHA-256 of the content, 64 hexadecimal digits.</param>
public sealed record ManifestFile(string Name, long Bytes, string Sha256)
{
    /// <summary>A file of a run as it is now.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="name">The path within it, with forward slashes.</param>
    public static ManifestFile Of(string folder, string name)
    {
        using FileStream stream = RegularFile.OpenRead(Path.Combine(folder, name));
        return new ManifestFile(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>How the file differs from what was written, as the end of a sentence; null if it does not.</summary>
    /// <param name="folder">The folder of the run.</param>
    public string? Difference(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, Name));
            return !file.Exists ? $"{Name} is missing"
                : RegularFile.IsSpecial(file.FullName) ? $"{Name} is {RegularFile.Special}"
                : file.Length == 0 && Bytes > 0 ? $"{Name} is empty"
                : file.Length != Bytes || Of(folder, Name).Sha256 != Sha256 ? $"{Name} is not what was written"
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{Name} cannot be read";
        }
    }
}
