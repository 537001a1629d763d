using System.Reflection;
using System.Runtime.InteropServices;

namespace Fleet.Host.Results;

/// <summary>What a run was made with.</summary>
public static class Provenance
{
    /// <summary>The version of FleetSim.</summary>
    public static string Version => VersionOf(typeof(Provenance).Assembly);

    /// <summary>The version and, where the build knew it, the commit it was built from.</summary>
    public static string Build =>
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? Version;

    /// <summary>The commit it was built from; null if the build did not know it.</summary>
    public static string? Commit => CommitOf(Build);

    /// <summary>Why the results of another build are not those of this one, as the end of a sentence.</summary>
    internal static string OtherBuild(string build) => $"it was made by FleetSim {build}, and this is {Build}";

    /// <summary>The libraries that results depend on, and the runtime, with their versions.</summary>
    public static IReadOnlyDictionary<string, string> Libraries() => new OrderedDictionary<string, string>
    {
        [".NET"] = Environment.Version.ToString(),
        ["Akka"] = VersionOf(typeof(Akka.Actor.ActorSystem).Assembly),
        ["MathNet.Numerics"] = VersionOf(typeof(MathNet.Numerics.Constants).Assembly),
        ["ParquetSharp"] = VersionOf(typeof(ParquetSharp.ParquetFileWriter).Assembly),
        ["SkiaSharp"] = VersionOf(typeof(SkiaSharp.SKCanvas).Assembly),
        ["TorchSharp"] = VersionOf(typeof(TorchSharp.torch).Assembly),
    };

    /// <summary>This machine.</summary>
    public static HostDescription Host() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Processor(),
        Environment.ProcessorCount);

    // Builds append the commit behind a plus sign.
    internal static string? CommitOf(string build) => build.IndexOf('+', StringComparison.Ordinal) is >= 0 and int plus ? build[(plus + 1)..] : null;

    private static string VersionOf(Assembly assembly)
    {
        string? informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

        // Builds append the commit behind a plus sign; the version is what comes before.
        return informational?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown";
    }

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown";
    }
}
