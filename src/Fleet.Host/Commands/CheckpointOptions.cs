using System.CommandLine;
using Fleet.Actors.Kernel;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Terminal;

namespace Fleet.Host.Commands;

/// <summary>The options of <c>run</c> that let a run survive the end of its process.</summary>
internal sealed class CheckpointOptions
{
    /// <summary>The simulated time between two checkpoints.</summary>
    public Option<string?> Every { get; } = new("--checkpoint-every")
    {
        Description = "Keep a checkpoint after each such span of simulated time, such as 10min, to go on from with --resume.",
        HelpName = "DURATION",
    };

    /// <summary>The folder of the run to go on with.</summary>
    public Option<string?> Resume { get; } = new("--resume")
    {
        Description = "Go on with the unfinished run in this folder, from its last checkpoint. Needs no scenario.",
        HelpName = "DIR",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Every);
        command.Options.Add(Resume);
    }

    /// <summary>The simulated time between two checkpoints; null if it is not given.</summary>
    /// <exception cref="UsageException">It is not a span greater than 0.</exception>
    public SimTime? Interval(ParseResult parsed)
    {
        if (parsed.GetValue(Every) is not { } text)
        {
            return null;
        }

        if (!Quantity.TryParse(text, QuantityKind.Duration, out decimal nanoseconds, out QuantityProblem? problem))
        {
            throw new UsageException($"{Every.Name}: {problem!.Message}");
        }

        return nanoseconds >= 1
            ? SimTime.FromNanoseconds(nanoseconds)
            : throw new UsageException($"{Every.Name} is '{text}'; expected a span of simulated time greater than 0, such as 10min.");
    }
}
