using System.CommandLine;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Terminal;

namespace Fleet.Host.Commands;

/// <summary><c>fleetsim init</c>: writes a scenario to start from.</summary>
internal static class InitCommand
{
    private const string DefaultFile = "scenario.yaml";

    /// <summary>The command, writing to these consoles.</summary>
    public static Command Create(Consoles consoles, Catalogs catalogs)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The file to write.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => DefaultFile,
        };
        var force = new Option<bool>("--force") { Description = "Replaces the file if there is one." };
        var command = new Command("init", "Writes a commented scenario to start from.") { file, force };
        command.SetAction(parsed => Write(parsed.GetRequiredValue(file), parsed.GetValue(force), consoles, catalogs));
        return command;
    }

    private static int Write(string file, bool force, Consoles consoles, Catalogs catalogs)
    {
        TextWriter errors = consoles.Error.Profile.Out.Writer;
        try
        {
            using var stream = new FileStream(file, force ? FileMode.Create : FileMode.CreateNew);
            using var writer = new StreamWriter(stream);
            writer.Write(StarterScenario.Write(ScenarioSchema.Of(catalogs)));
        }
        catch (IOException) when (!force && File.Exists(file))
        {
            errors.WriteLine($"{file}: This file exists; expected a new name, or --force to replace it.");
            return ExitCode.BadInput;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{file}: The file cannot be written: {PlainWords.Of(problem)}");
            return ExitCode.BadInput;
        }

        consoles.Out.Profile.Out.Writer.WriteLine($"Wrote {file}. Check it with `fleetsim validate {file}`, run it with `fleetsim run {file}`.");
        return ExitCode.Done;
    }
}
