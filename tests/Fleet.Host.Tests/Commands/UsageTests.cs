using Fleet.Host.Commands;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Scenarios;
using Spectre.Console;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Commands;

/// <summary>What the command line says to what it cannot do: what was found, what is expected, and never a name of the framework.</summary>
public sealed class UsageTests : IDisposable
{
    private static readonly string Quickstart = Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml");

    private readonly TestConsole _out = new();
    private readonly TestConsole _error = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("--seed is '-1'; expected a whole number of at least 0.", "run", "x.yaml", "--seed", "-1")]
    [InlineData("--threads is 'abc'; expected a whole number.", "run", "x.yaml", "--threads", "abc")]
    [InlineData("--learning-rate is 'fast'; expected a number.", "train", "--learning-rate", "fast")]
    [InlineData("--out is empty; expected a value.", "run", "x.yaml", "--out", "")]
    [InlineData("FILE is empty; expected a value.", "validate", "")]
    [InlineData("'rn' is not a command of fleetsim; expected run, validate, sweep, init, schema, attack, train or data. Did you mean 'run'?", "rn", "x.yaml")]
    [InlineData("'fetsh' is not a command of data; expected list, verify or fetch. Did you mean 'fetch'?", "data", "fetsh")]
    [InlineData("'--sed' is not an option of run. Did you mean '--seed'?", "run", "x.yaml", "--sed", "7")]
    [InlineData("'--dataset' is not an option of train.", "train", "--dataset", "mnist")]
    public async Task A_wrong_command_line_is_told_what_is_expected(string expected, params string[] args)
    {
        Assert.Equal(ExitCode.BadInput, await InvokeAsync(args));
        Assert.Contains(expected, _error.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", _error.Output, StringComparison.Ordinal);
        Assert.Contains("--help'.", _error.Output, StringComparison.Ordinal);
    }

    /// <summary>What follows from a wrong word is not called wrong in its turn.</summary>
    [Theory]
    [InlineData("'rn' is not a command of fleetsim; expected run, validate, sweep, init, schema, attack, train or data. Did you mean 'run'?", "rn", "x.yaml", "--seed", "7")]
    [InlineData("'--pictures' is not an option of attack.", "attack", "--pictures", "1")]
    [InlineData("'y.yaml' is one argument too many for run.", "run", "x.yaml", "y.yaml", "z.yaml")]
    public async Task A_wrong_word_is_told_alone(string expected, params string[] args)
    {
        Assert.Equal(ExitCode.BadInput, await InvokeAsync(args));
        Assert.Equal(expected, _error.Output.Split('\n')[0]);
        Assert.Equal(2, _error.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Help_is_a_command_too()
    {
        Assert.Equal(ExitCode.Done, await InvokeAsync("help"));
        Assert.Contains("fleetsim run scenarios/quickstart.yaml", _out.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await InvokeAsync("help", "sweep"));
        Assert.Contains("--grid", _out.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("schema")]
    [InlineData("validate", "QUICKSTART")]
    public async Task An_output_that_cannot_be_written_is_a_sentence(params string[] args)
    {
        IAnsiConsole full = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new FullWriter()), Ansi = AnsiSupport.No });
        string[] resolved = [.. args.Select(arg => arg == "QUICKSTART" ? Quickstart : arg)];
        Assert.Equal(ExitCode.Failed, await FleetSimCommand.InvokeAsync(resolved, new Consoles(full, _error, TimeProvider.System)));
        Assert.Equal("fleetsim: the run failed: No space left on device\nSet FLEETSIM_TRACE=1 to see where.\n", _error.Output);
        Assert.Equal(ExitCode.Failed, await FleetSimCommand.InvokeAsync(resolved, new Consoles(full, full, TimeProvider.System)));
    }

    [Theory]
    [InlineData("run", "QUICKSTART")]
    [InlineData("sweep", "QUICKSTART", "--grid", "split=ReLU1,ReLU2")]
    [InlineData("train")]
    [InlineData("attack")]
    [InlineData("data", "list")]
    [InlineData("data", "verify")]
    public async Task A_folder_of_data_that_is_not_there_is_an_error_in_every_command(params string[] args)
    {
        string nowhere = _folder.PathOf("nowhere");
        string[] output = args[0] is "run" or "sweep" or "attack" ? ["--out", _folder.PathOf("out")] : [];
        Assert.Equal(ExitCode.BadInput, await InvokeAsync([.. args.Select(arg => arg == "QUICKSTART" ? Quickstart : arg), .. output, "--data-folder", nowhere]));
        Assert.Contains($"--data-folder {nowhere}: there is no such folder", _error.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    [Theory]
    [InlineData("run", "QUICKSTART")]
    [InlineData("sweep", "QUICKSTART", "--grid", "split=ReLU1,ReLU2")]
    [InlineData("train")]
    [InlineData("attack")]
    public async Task The_data_set_has_one_option_in_every_command(params string[] args)
    {
        Assert.Equal(ExitCode.BadInput, await InvokeAsync([.. args.Select(arg => arg == "QUICKSTART" ? Quickstart : arg), "--data", "mnits"]));
        Assert.Contains("'mnits' is not a data set", _error.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'mnist'?", _error.Output, StringComparison.Ordinal);
    }

    private Task<int> InvokeAsync(params string[] args) => FleetSimCommand.InvokeAsync(args, new Consoles(_out, _error, TimeProvider.System));

    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw Full();

        public override void Write(string? value) => throw Full();

        public override void Write(char[] buffer, int index, int count) => throw Full();

        public override void Write(ReadOnlySpan<char> buffer) => throw Full();

        public override void WriteLine() => throw Full();

        public override void WriteLine(string? value) => throw Full();

        private static IOException Full() => new("No space left on device");
    }
}
