using CsCheck;
using Fleet.Host.Scenarios;
using Fleet.Tests.Common;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>What an unfinished run keeps of its scenario is that scenario: every run that starts can be gone on with.</summary>
public sealed class ResumableScenarioTests
{
    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Select(Gen.Char['0', '9'].Array[1, 29], Gen.Int[0, 29], Gen.Int[-30, 30], Gen.Bool).Select((digits, point, exponent, plain) =>
        {
            string text = new(digits);
            string number = point < text.Length && point > 0 ? $"{text[..point]}.{text[point..]}" : text;
            return plain ? number : $"{number}e{exponent}";
        }),
        Gen.Double[1e-9, 1e9].Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        OneOf("79228162514264337593543950335", "7.9e28", "0.0000000000000000000000000001", "1", "3"));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    [Fact]
    public void A_rate_beyond_the_reader_of_resolved_scenarios_is_refused_at_the_start()
    {
        const string Text = """
            duration: 1 h
            results: { accuracy: none }
            model: { network: lenet5, data: synthetic-digits }
            devices: [{ class: a, compute: 79228162514264337593543950335 FLOP/s, arrivals: poisson 500/s, split: ReLU1, uplink: l }]
            links: [{ name: l, profile: cable, to: s }]
            servers: [{ name: s, compute: unlimited }]
            """;
        Diagnostic problem = Assert.Single(ScenarioReader.ReadText(Text, "H-not-resumable.yaml").Problems);
        Assert.Equal(4, problem.Line);
        Assert.Contains("is too large; expected a compute rate", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_that_no_decimal_holds_exactly_is_kept_by_its_text() => Assert.True(IsKept("arrivals", "periodic every 70000000000000 d"));

    // One figure in the place of one that is right, for each place.
    [Theory]
    [InlineData("learning-rate")]
    [InlineData("compute", "FLOP/s", "MFLOP/s", "TFLOP/s")]
    [InlineData("arrivals poisson", "/h", "/min", "/s")]
    [InlineData("arrivals periodic", "/h", "/min", "/s")]
    [InlineData("arrivals periodic every", "ns", "us", "h", "d")]
    [InlineData("up", "bit/s", "kbit/s", "Gbit/s")]
    [InlineData("latency", "ns", "ms", "s", "min")]
    [InlineData("wait", "ns", "us", "ms")]
    [InlineData("weight")]
    [InlineData("attack-rate")]
    [InlineData("budget", "FLOP/s", "kFLOP/s", "GFLOP/s")]
    [InlineData("defense gaussian")]
    [InlineData("defense dropout")]
    public void Every_scenario_that_is_valid_is_read_from_its_resolved_text_as_it_was(string place, params string[] units)
    {
        string[] words = place.Split(' ', 2);
        string before = words.Length > 1 ? words[1] + " " : "";
        int valid = 0;
        Gen.Select(Number, OneOf(units.Length == 0 ? [""] : units)).Sample(
            (number, unit) =>
            {
                if (IsKept(words[0], $"{before}{number} {unit}".TrimEnd()))
                {
                    Interlocked.Increment(ref valid);
                }
            },
            iter: LongRun.Cases(300, 100_000));
        Assert.InRange(valid, LongRun.Cases(20, 5_000), int.MaxValue);
    }

    private static string Scenario(string place, string value)
    {
        string In(string name, string usual) => name == place ? value : usual;
        return $$"""
            name: round trip
            duration: 10 s
            model: { network: lenet5, data: synthetic-digits, training: { learning-rate: {{In("learning-rate", "0.1")}} } }
            devices:
              - { class: a, compute: {{In("compute", "1 GFLOP/s")}}, arrivals: {{In("arrivals", "poisson 1/s")}}, split: ReLU1, uplink: l, defense: {{In("defense", "none")}} }
            links: [{ name: l, up: {{In("up", "1 Mbit/s")}}, down: unlimited, latency: {{In("latency", "1 ms")}}, to: s }]
            servers: [{ name: s, compute: unlimited, batch: { size: 2, wait: {{In("wait", "1 ms")}} } }]
            adversary:
              at: s
              attack: { name: rmle, tv: { weight: {{In("weight", "0.1")}} }, learning-rate: {{In("attack-rate", "0.1")}} }
              compute: {{In("budget", "unlimited")}}
            """;
    }

    // Whether the value is valid. If it is, and the resolved text says something else, the test fails.
    private static bool IsKept(string place, string value)
    {
        if (ScenarioReader.ReadText(Scenario(place, value), "scenario.yaml").Scenario is not { } scenario)
        {
            return false;
        }

        string resolved = CanonicalScenario.ToJson(scenario);
        ScenarioReading again = ScenarioReader.ReadText(resolved, "resolved");
        Assert.True(again.Problems.Count == 0, $"{place}: {value} is resolved to what cannot be read: {string.Join("; ", again.Problems.Select(problem => problem.Message))}");
        Assert.Equal(resolved, CanonicalScenario.ToJson(again.Scenario!));
        Assert.Equal(scenario.Devices[0].Arrivals, again.Scenario!.Devices[0].Arrivals);
        return true;
    }
}
