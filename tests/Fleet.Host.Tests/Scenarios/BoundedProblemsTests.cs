using Fleet.Host.Scenarios;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>Small wrong files give few, located messages, told once.</summary>
public sealed class BoundedProblemsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_many_problems_the_first_fifty_are_shown_and_the_rest_counted()
    {
        // 12 kB that once gave 363 MB of messages: each of 24,000 problems quoted its line.
        ScenarioReading reading = ScenarioReader.ReadText($"duration: 10 s\ndevices: [{string.Join(',', Enumerable.Repeat("{}", 4_000))}]\n", "many2.yaml");
        Assert.Equal(50, reading.Problems.Count);
        Assert.Equal((4_000 * 5) + 3, reading.Problems.Total);
        Assert.Equal(reading.Problems.OrderBy(p => p.Line).ThenBy(p => p.Column).ToArray(), reading.Problems.ToArray());

        string printed = Print(reading.Problems, width: 100);
        Assert.EndsWith("many2.yaml: 20,003 problems; the first 50 are shown\n", printed, StringComparison.Ordinal);
        Assert.True(printed.Length < 50 * 400, $"{printed.Length} characters");
        Assert.All(printed.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Reading_ends_where_nobody_would_count_further()
    {
        ScenarioReading reading = ScenarioReader.ReadText($"devices: [{string.Join(',', Enumerable.Repeat("{}", 40_000))}]\n", "many.yaml");
        Assert.Contains("many.yaml: more than 100,000 problems; the first 50 are shown", Print(reading.Problems, 100), StringComparison.Ordinal);
    }

    /// <summary>Each bracket of a line once had all of the line copied, 0.3 s for 60 kB.</summary>
    [Theory]
    [InlineData("devices[0].count,", "]}")]
    [InlineData(", a[", "]}")]
    [InlineData("[", "]]]]]]")]
    public void A_long_line_of_brackets_that_is_no_YAML_is_looked_through_once(string repeated, string end)
    {
        string text = $"duration: 10 s\nname: {{ x: [{string.Concat(Enumerable.Repeat(repeated, 60_000 / repeated.Length))}{end}: [\n";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(ScenarioReader.ReadText(text, "brackets.yaml").Problems);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000_000);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(5_000)]
    public void A_long_line_is_cut_around_the_place_and_the_caret_stays_under_it(int before)
    {
        string line = $"name: {new string('a', before)} &b {new string('c', 3_000)}";
        string[] quote = new Diagnostic("x.yaml", 1, before + 8, "", "x") { SourceLine = line, Length = 2 }.Quote(100)!.Split('\n');
        Assert.True(quote[0].Length <= 100);
        int caret = quote[1].IndexOf('^', StringComparison.Ordinal);
        Assert.Equal("&b", quote[0].Substring(caret, 2));
    }

    [Fact]
    public void What_a_message_quotes_is_cut_and_holds_nothing_that_a_terminal_obeys()
    {
        Diagnostic problem = Assert.Single(ScenarioFiles.ReadWith("split: ReLU2", $"split: \"{new string('x', 50_000)}\\e[31m\"").Problems);
        Assert.InRange(problem.Message.Length, 100, 2_000);
        Assert.EndsWith("fc2act or fc3.", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', problem.Message);
    }

    [Theory]
    [InlineData("kind: convolution, out: 8, kernel: 5, stride: 0", "layers[x].stride: '0' is out of range; expected a whole number of at least 1 and at most 63.")]
    [InlineData("kind: convolution, out: 8, kernel: 0", "layers[x].kernel: '0' is out of range")]
    [InlineData("kind: convolution, out: 0, kernel: 5", "layers[x].out: '0' is out of range")]
    [InlineData("kind: convolution, out: 8, kernel: 64", "layers[x].kernel: '64' is out of range")]
    [InlineData("kind: convolution, out: 8, kernel: 5, padding: 64", "layers[x].padding: '64' is out of range")]
    [InlineData("kind: convolution, out: 8, kernel: 29", "layers[x]: Layer x takes 1 channels of 29 rows and columns or more, not 1x28x28.")]
    [InlineData("kind: convolution, out: 65536, kernel: 3, padding: 63", "layers[x]: Layer x gives 65536x152x152, which are 1,514,143,744 elements; expected at most 100,000,000.")]
    [InlineData("kind: maxpool, window: 0", "layers[x].window: '0' is out of range")]
    [InlineData("kind: avgpool, window: 29", "layers[x]: Layer x takes at least 29 rows and columns, not 1x28x28.")]
    [InlineData("kind: linear, out: 65537", "layers[x].out: '65537' is out of range")]
    [InlineData("kind: linear, out: x", "layers[x].out: 'x' does not begin with a number")]
    public void A_layer_out_of_its_bounds_is_told_where_it_stands_and_nothing_is_computed_with_it(string layer, string expected)
    {
        _folder.Write("own.yaml", $"name: own\ninput: 1x28x28\nclasses: 10\nlayers:\n  - {{ name: x, {layer} }}\n  - {{ name: fc, kind: linear, out: 10 }}\n");
        Diagnostic problem = Assert.Single(ReadOwn().Problems);
        Assert.Contains($"own.yaml:5:", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_of_a_network_are_bounded_together()
    {
        _folder.Write("own.yaml", """
            name: own
            input: 1x28x28
            classes: 10
            layers:
              - { name: a, kind: linear, out: 30000 }
              - { name: b, kind: linear, out: 30000 }
              - { name: c, kind: linear, out: 30000 }
              - { name: fc, kind: linear, out: 10 }
            """);
        Assert.Contains("layers[c]: With layer c the network has 1,823,6", Assert.Single(ReadOwn().Problems).ToString(), StringComparison.Ordinal);
    }

    /// <summary>The costs of an attack follow from the split, which may be what was to be merged.</summary>
    [Fact]
    public void What_a_class_lacks_because_of_another_problem_is_not_computed_with()
    {
        ScenarioReading reading = ScenarioReader.ReadText(
            ScenarioFiles.Valid.Replace("    split: pool1", "    <<: { split: pool1 }", StringComparison.Ordinal), "test.yaml");
        Assert.Contains("merge key", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attack_that_takes_more_operations_than_can_be_counted_is_refused()
    {
        _folder.Write("own.yaml", """
            name: own
            input: 3x1024x1024
            classes: 10
            layers:
              - { name: conv1, kind: convolution, out: 64, kernel: 31, padding: 15 }
              - { name: pool1, kind: maxpool, window: 16 }
              - { name: fc, kind: linear, out: 10 }
            """);
        ScenarioReading reading = ScenarioReader.ReadText(
            ScenarioFiles.Valid.Replace("lenet5, data: mnist", "own.yaml, data: ./pictures", StringComparison.Ordinal)
                .Replace("ReLU2", "conv1", StringComparison.Ordinal).Replace("  at: cloud", "  at: cloud\n  attack: { name: rmle, iterations: 10_000_000 }", StringComparison.Ordinal),
            _folder.PathOf("test.yaml"));
        Assert.Contains("adversary.attack: The attack rmle on conv1 takes more than 9.2e18 operations; expected fewer iterations", Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_breaks_off_behind_its_sweep_has_located_problems_and_no_cells()
    {
        ScenarioReading reading = ScenarioReader.ReadText("sweep: { seed: [1, 2] }\nduration: 10 s\ndevices:\n  - class: a\n    arrivals: \"poisson 1/s\n", "torn.yaml");
        Assert.StartsWith("torn.yaml:5:15: The text that begins with \" here does not end on its line", Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
        Assert.Null(reading.Sweep);
    }

    [Theory]
    [InlineData("count: 3", "count: 0")]
    [InlineData("count: 3", "count: many")]
    [InlineData("count: 3", "count: 3e9")]
    [InlineData("uplink: cell\n  - class: sensor", "uplink: sell\n  - class: sensor")]
    [InlineData("latency: 25 ms", "latency: 25 m/s")]
    [InlineData("    compute: unlimited", "    compute: limited")]
    public void A_wrong_value_is_told_once_and_not_again_by_what_follows_from_it(string old, string replacement) =>
        Assert.Single(ScenarioFiles.ReadWith(old, replacement).Problems);

    [Fact]
    public void Problems_of_different_parts_are_still_told_together()
    {
        ScenarioReading reading = ScenarioFiles.ReadSetting("warm-up=10 min", "devices[camera].split=ReLU9");
        Assert.Equal(["warm-up", "devices[camera].split"], reading.Problems.Select(p => p.Path));
    }

    private ScenarioReading ReadOwn() => ScenarioReader.ReadText(
        ScenarioFiles.Valid.Replace("lenet5, data: mnist", "own.yaml, data: mnist", StringComparison.Ordinal).Replace("ReLU2", "fc", StringComparison.Ordinal)
            .Replace("pool1", "fc", StringComparison.Ordinal),
        _folder.PathOf("test.yaml"));

    private static string Print(DiagnosticList problems, int width)
    {
        using var console = new TestConsole { Profile = { Width = width } };
        DiagnosticPrinter.Print(problems, console);
        return console.Output;
    }
}
