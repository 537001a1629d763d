using System.CommandLine;
using Fleet.Host.Terminal;
using Fleet.Models.Tensors;

namespace Fleet.Host.Commands;

/// <summary>Where a command computes its tensors.</summary>
internal sealed class DeviceOption
{
    /// <summary>The option.</summary>
    public Option<string> Option { get; } = new("--device")
    {
        Description = "Where networks and attacks are computed: cpu, cuda or cuda:N. Results are equal bit for bit on cpu only.",
        DefaultValueFactory = _ => ComputeDevice.Cpu.Name,
    };

    /// <summary>The device, ready to compute on.</summary>
    /// <exception cref="UsageException">There is no such device, or not in this build.</exception>
    public ComputeDevice Open(ParseResult parsed) => ComputeDevice.TryOpen(parsed.GetValue(Option)!, out ComputeDevice? device, out string problem)
        ? device
        : throw new UsageException($"{Option.Name}: {problem}");
}
