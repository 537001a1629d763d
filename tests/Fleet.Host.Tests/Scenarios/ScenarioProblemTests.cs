using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Scenarios;

public sealed class ScenarioProblemTests
{
    [Fact]
    public void Ten_mistakes_give_ten_located_messages()
    {
        ScenarioReading reading = ScenarioReader.ReadFile(ScenarioFiles.TenMistakes);
        Assert.Null(reading.Scenario);
        (int Line, int Column, string Path, string? Nearest)[] found =
            [.. reading.Problems.Select(p => (p.Line, p.Column, p.Path, p.Nearest))];
        Assert.Equal(
            [
                (3, 11, "duration", "min"),
                (4, 1, "warmup", "warm-up"),
                (6, 12, "model.network", "lenet5"),
                (10, 12, "devices[camera].count", null),
                (12, 15, "devices[camera].arrivals", "poisson"),
                (14, 14, "devices[camera].defense", null),
                (15, 13, "devices[camera].uplink", "cell"),
                (19, 5, "links[cell].up", null),
                (24, 5, "servers[cloud]", null),
                (28, 12, "adversary.targets", null),
            ],
            found);
        Assert.All(reading.Problems, p => Assert.Equal(ScenarioFiles.TenMistakes, p.File));
    }

    [Theory]
    [InlineData("split: ReLU2", "split: relu2", "devices[camera].split: 'relu2' is not a layer of lenet5; expected conv1, ReLU1, pool1, conv2, ReLU2, pool2, fc1, fc1act, fc2, fc2act or fc3. Did you mean 'ReLU2'?")]
    [InlineData("data: mnist", "data: mnits", "model.data: 'mnits' is not a data set; expected synthetic-digits, synthetic-colors, mnist, fashion-mnist, cifar10 or the path of a folder or zip with pictures, such as ./pictures or pictures.zip. Did you mean 'mnist'?")]
    [InlineData("compute: raspberry-pi-4", "compute: raspberry-pi-5", "'raspberry-pi-5' is neither a device profile nor a rate; expected a compute rate in FLOP/s")]
    [InlineData("compute: raspberry-pi-4", "compute: -1 GFLOP/s", "'-1 GFLOP/s' is out of range; expected a compute rate of more than 0.")]
    [InlineData("to: cloud", "to: clout", "links[cell].to: 'clout' is not a server of this scenario; expected cloud. Did you mean 'cloud'?")]
    [InlineData("  at: cloud", "  at: edge", "adversary.at: 'edge' is not a server of this scenario; expected cloud.")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: rmlee", "adversary.attack: 'rmlee' is not an attack; expected rmle, lm, inverse-network, shadow-rmle, unsplit or learned-prior. Did you mean 'rmle'?")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: inverse-networks }", "adversary.attack.name: 'inverse-networks' is not an attack; expected rmle, lm, inverse-network, shadow-rmle, unsplit or learned-prior. Did you mean 'inverse-network'?")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: inverse-network, case: nose }", "adversary.attack.case: 'nose' is not a case; expected same-set, noise, same-set/same-net, same-set/different-net, queries, same-net or different-net. Did you mean 'noise'?")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: shadow-rmle, case: noise }", "adversary.attack.case: The attack shadow-rmle has no case 'noise'; expected same-set/same-net, same-set/different-net or queries.")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: rmle, case: noise }", "adversary.attack.case: The attack rmle has no case 'noise'; expected none.")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: lm, tv: { weight: 1 } }", "adversary.attack.tv: 'tv' is a setting of rmle, not of lm; expected none here.")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: rmle, adaptive: yes }", "adversary.attack.adaptive: 'yes' is neither true nor false.")]
    [InlineData("  at: cloud", "  at: cloud\n  knowledge: white-box\n  attack: unsplit", "adversary.knowledge: The attack unsplit is not one of white-box knowledge; expected query-free. Did you mean 'query-free'?")]
    [InlineData("  at: cloud", "  at: cloud\n  attack: { name: rmle, tv: { form: papers } }", "adversary.attack.tv.form: 'papers' is not a form of the total variation; expected paper or mean-squared. Did you mean 'paper'?")]
    [InlineData("  at: cloud", "  at: cloud\n  targets: { devices: 5 }", "adversary.targets: The adversary attacks 5 devices, but only 4 send to 'cloud'; expected at most 4, or all.")]
    [InlineData("  at: cloud", "  at: cloud\n  targets: 5", "adversary.targets: '5' is not a choice of targets; expected all. The keys devices or per-device can stand here too.")]
    [InlineData("  at: cloud", "  at: cloud\n  targets: [5]", "adversary.targets: Found a list; expected all, or the keys devices or per-device.")]
    [InlineData("class: sensor", "class: camera", "devices[camera].class: The device class 'camera' is already defined in line 6; expected another name.")]
    [InlineData("latency: 25 ms", "profile: 4g-us-2018\n    latency: 25 ms", "links[cell].profile: '4g-us-2018' is not a link profile; expected 3g,")]
    [InlineData("latency: 25 ms", "profile: lte-2012", "links[cell].latency: The key 'latency' is missing: the source of the profile 'lte-2012' gives no round trip; expected it here, such as `latency: 25 ms`.")]
    [InlineData("latency: 25 ms", "loss: 1 %\n    latency: 25 ms", "links[cell].loss: 'loss' is not a key of a link; expected name, shared-by, profile, up, down, latency, service or to.")]
    [InlineData("arrivals: poisson 0.5/s", "arrivals: ' '", "devices[camera].arrivals: The value is missing; expected arrivals such as")]
    [InlineData("split: ReLU2", "split:", "devices[camera].split: The value is missing; expected the name of a layer.")]
    [InlineData("split: ReLU2", "split: ReLU2\n    inputs: { indices: [0, 10_000] }", "devices[camera].inputs.indices[1]: '10_000' is not in the test part of mnist, which has the positions 0 to 9999.")]
    [InlineData("count: 3", "count: 0", "devices[camera].count: '0' is out of range; expected a whole number of at least 1 and at most 2,147,483,647.")]
    [InlineData("count: 3", "count: 2.5", "devices[camera].count: '2.5' is not whole; expected a whole number such as 10_000.")]
    [InlineData("arrivals: poisson 0.5/s", "arrivals: poisson", "devices[camera].arrivals: Found 'poisson'; expected arrivals such as poisson 0.5/s, periodic 2/s or periodic every 5 s.")]
    [InlineData("arrivals: poisson 0.5/s", "arrivals: poisson 0/s", "devices[camera].arrivals: '0/s' is out of range; expected a rate of more than 0.")]
    [InlineData("seed: 7", "warm-up: 10 min", "warm-up: The warm-up of 10 min leaves nothing of the duration; expected less than 10 min.")]
    [InlineData("seed: 7", "seed: -7", "seed: '-7' is out of range; expected a whole number of at least 0 and at most 18,446,744,073,709,551,615.")]
    [InlineData("name: test", "name: ../test", "name: Found '../test'; expected a name of letters from a to z, digits, spaces and - _ . that begins with a letter, at most 64 long.")]
    [InlineData("name: test", "name: café", "name: Found 'café'; expected a name of letters from a to z, digits, spaces and - _ . that begins with a letter, at most 64 long.")]
    [InlineData("name: test", "<<: { seed: 1 }\nname: test", "test.yaml:1:1: The merge key << is not read here; expected the keys themselves, or a whole value by its alias such as *name.")]
    [InlineData("class: sensor", "<<: { class: sensor }", "The merge key << is not read here")]
    [InlineData("latency: 25 ms", "<<: { latency: 25 ms }", "The merge key << is not read here")]
    public void A_mistake_gives_one_message_that_says_what_to_do(string old, string replacement, string expected)
    {
        ScenarioReading reading = ScenarioFiles.ReadWith(old, replacement);
        Diagnostic problem = Assert.Single(reading.Problems);
        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
        Assert.True(problem is { Line: > 0, Column: > 0 });
    }

    [Fact]
    public void Own_weights_and_a_defence_that_is_learned_with_the_network_exclude_each_other()
    {
        ScenarioReading reading = ScenarioFiles.ReadSetting("model.weights=own.safetensors", "devices[sensor].defense=nopeek 3");
        Diagnostic problem = Assert.Single(reading.Problems);
        Assert.Contains(
            "model.weights: The weights come from own.safetensors, but 'nopeek:3@activation' of the device class 'sensor' is learned with the network; expected trained, or defences that learn nothing.",
            problem.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed: 7", "\tseed: 7", 2, 1, "A tab indents this line")]
    [InlineData("seed: 7", "seed", 2, 1, "'seed' is no key with a value; expected `key: value`.")]
    [InlineData("data: mnist }", "data: mnist", 4, 8, "The '{' here is not closed")]
    [InlineData("split: ReLU2", "split: [", 10, 12, "The '[' here is not closed")]
    [InlineData("name: test", "name: \"test", 1, 7, "The text that begins with \" here does not end on its line")]
    [InlineData("name: test", "name: @test", 1, 7, "A plain value cannot begin with '@' in YAML")]
    [InlineData("name: test", "name: a: b", 1, 8, "A second ': ' stands in one line")]
    [InlineData("seed: 7", "sweep: { devices[camera].count: [1, 2] }", 2, 10, "Between { and } a key with brackets needs quotes; expected \"devices[camera].count\".")]
    [InlineData("seed: 7", "sweep: { replications: 2, links[0].up: [1 Mbit/s] }", 2, 27, "Between { and } a key with brackets needs quotes; expected \"links[0].up\".")]
    [InlineData("name: test", "name: *test", 1, 7, "The alias *test has no anchor &test before it.")]
    [InlineData("name: test", "name: !!str test", 1, 7, "The tag tag:yaml.org,2002:str stands before a value; expected the value alone.")]
    public void What_is_not_yaml_is_told_with_its_place(string old, string replacement, int line, int column, string expected)
    {
        Diagnostic problem = ScenarioFiles.ReadWith(old, replacement).Problems[0];
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.StartsWith(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_before_a_syntax_error_are_told_too_but_nothing_is_called_missing()
    {
        ScenarioReading reading = ScenarioReader.ReadText("name: test\nduration: 10\nmodel: {\nseed: 1\n", "test.yaml");
        Assert.Equal([(2, 11), (3, 8)], reading.Problems.Select(p => (p.Line, p.Column)));
    }

    [Fact]
    public void An_empty_file_is_one_problem() =>
        Assert.StartsWith("The file is empty", Assert.Single(ScenarioReader.ReadText("# nothing\n", "test.yaml").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_one_problem_without_a_line() =>
        Assert.StartsWith("no/such.yaml: There is no such file", Assert.Single(ScenarioReader.ReadFile("no/such.yaml").Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_without_harm() =>
        Assert.StartsWith("The values are nested more than", Assert.Single(ScenarioReader.ReadText("a: " + new string('[', 100_000), "test.yaml").Problems, p => p.Column > 1).Message, StringComparison.Ordinal);

    [Fact]
    public void A_quote_shows_the_line_with_carets_under_the_value()
    {
        Diagnostic problem = ScenarioFiles.ReadWith("seed: 7", "seed: seven").Problems[0];
        Assert.Equal("    2 | seed: seven\n      |       ^^^^^", problem.Quote());
    }

    [Fact]
    public void Json_carries_place_path_message_and_nearest_name()
    {
        Diagnostic problem = ScenarioFiles.ReadWith("data: mnist", "data: mnits").Problems[0];
        Assert.Equal(
            """{"file":"test.yaml","line":4,"column":33,"path":"model.data","message":"'mnits' is not a data set; expected synthetic-digits, synthetic-colors, mnist, fashion-mnist, cifar10 or the path of a folder or zip with pictures, such as ./pictures or pictures.zip.","nearest":"mnist"}""",
            problem.ToJson().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
