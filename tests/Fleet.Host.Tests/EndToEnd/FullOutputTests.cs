using Fleet.Host.Commands;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Support;
using Spectre.Console;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>An output that takes nothing costs a sentence and the exit code, and no file of results.</summary>
[Collection(ProgramCollection.Name)]
public sealed class FullOutputTests(SharedCache cache)
{
    private const string Sentence = "fleetsim: the output cannot be written: No space left on device.";

    [Theory]
    [InlineData("--help")]
    [InlineData("validate", "requests.yaml")]
    [InlineData("run", "requests.yaml", "--out", "out", "--json")]
    public void A_full_device_is_named_in_one_sentence(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("requests.yaml", SmallScenarios.Requests(5));
        FleetSimProcess.Outcome outcome = FleetSimProcess.RunOnFullOutput(folder.FullPath, cache.Path, arguments);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(Sentence, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("manifest.json", "run", "--quiet")]
    [InlineData("manifest.json", "run", "--json")]
    [InlineData("sweep.parquet", "sweep", "--grid", "seed=1,2", "--json")]
    public void The_files_of_the_results_are_written_all_the_same(string file, string command, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string scenario = folder.Write("requests.yaml", SmallScenarios.Requests(5));
        using var error = new StringWriter();
        int code = Run(new RedirectedOutput(new FullWriter(), isResult: true), error, [command, scenario, "--out", folder.PathOf("out"), .. more]);
        bool printsNothing = more is ["--quiet"];
        Assert.Equal(printsNothing ? 0 : 1, code);
        Assert.Equal(printsNothing ? "" : $"{Sentence} The results are in {folder.PathOf("out")}\n", error.ToString());
        Assert.True(File.Exists(folder.PathOf("out", file)));
    }

    [Fact]
    public void Progress_that_nobody_takes_ends_no_run()
    {
        using var folder = new TemporaryFolder();
        string scenario = folder.Write("requests.yaml", SmallScenarios.Requests(5));
        using var output = new StringWriter();
        Assert.Equal(0, Run(output, new RedirectedOutput(new FullWriter(), isResult: false), ["run", scenario, "--out", folder.PathOf("out")]));
        Assert.Contains("resultHash", output.ToString(), StringComparison.Ordinal);
        Assert.NotNull(ResultsJson.TryReadManifest(folder.PathOf("out")));
    }

    private static int Run(TextWriter output, TextWriter error, string[] arguments) =>
        FleetSimCommand.InvokeAsync(arguments, new Consoles(Plain(output), Plain(error), TimeProvider.System)).GetAwaiter().GetResult();

    private static IAnsiConsole Plain(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });

    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw Full();

        public override void Write(char[] buffer, int index, int count) => throw Full();

        public override void Write(string? value) => throw Full();

        public override void WriteLine(string? value) => throw Full();

        private static IOException Full() => new("No space left on device");
    }
}
