using System.Globalization;
using System.Text;
using Fleet.Host.Commands;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Host.Tests.Scenarios;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests;

/// <summary>
/// No text of the product follows the culture of the user. The tests run without culture data, so the cultures are made here,
/// with the signs of those that differ most.
/// </summary>
public sealed class CultureTests
{
    private static readonly Lazy<string> InvariantForms = new(CanonicalForms);
    private static readonly Lazy<string> PrintedInvariantly = new(Printed);
    private static readonly Lazy<string[]> InvariantFiles = new(Files);

    public static TheoryData<string, string, string> Signs => new()
    {
        { ",", ".", "-" }, // German
        { ",", "\u202f", "-" }, // French
        { "\u066b", "\u066c", "\u200e\u2212" }, // Persian
    };

    [Theory]
    [MemberData(nameof(Signs))]
    public void Canonical_forms_are_the_same_in_every_culture(string point, string group, string minus) =>
        Assert.Equal(InvariantForms.Value, Under(point, group, minus, CanonicalForms));

    [Theory]
    [MemberData(nameof(Signs))]
    public void What_the_commands_print_is_the_same_in_every_culture(string point, string group, string minus) =>
        Assert.Equal(PrintedInvariantly.Value, Under(point, group, minus, Printed));

    [Theory]
    [MemberData(nameof(Signs))]
    public void The_files_of_a_run_are_the_same_in_every_culture(string point, string group, string minus) =>
        Assert.Equal(InvariantFiles.Value, Under(point, group, minus, Files));

    [Fact]
    public void The_cultures_of_these_tests_do_change_text() =>
        Assert.Equal(["1,5", "\u221212"], Under(",", ".", "\u2212", () => (string[])[1.5.ToString(CultureInfo.CurrentCulture), (-12).ToString(CultureInfo.CurrentCulture)]));

    private static string CanonicalForms()
    {
        var text = new StringBuilder();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ScenarioFiles.Root, "scenarios"), "*.yaml").Order(StringComparer.Ordinal))
        {
            text.AppendLine(CanonicalScenario.ToJson(ScenarioReader.ReadFile(file).Scenario!));
        }

        foreach (string defense in (string[])["gaussian 0.8", "dropout 30.5 %", "laplace 1e-3 on input", "top-k 12.5 %", "clip 1.5", "dp epsilon 0.5 delta 1e-5 clip 4.5", "nopeek 0.25", "mask 12.5 %"])
        {
            Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
            text.AppendLine(chain.Canonical);
        }

        text.AppendLine(new TrainingSettings(LearningRate: 1.5e-3).Canonical);
        foreach (string name in NetworkCatalog.Names)
        {
            NetworkCatalog.TryFind(name, out NetworkSpec? network);
            text.AppendLine(network!.Canonical);
        }

        return text.Append(MarkdownReference.Write()).Append(StarterScenario.Write()).Append(JsonSchemaWriter.Write().ToJsonString()).ToString();
    }

    private static string Printed()
    {
        using var output = new TestConsole();
        using var error = new TestConsole();
        var consoles = new Consoles(output, error, new EvenClock());
        string[] files =
        [
            .. ((string[])["quickstart", "noise-and-dropout", "attacks-by-defense"]).Select(name => Path.Combine(ScenarioFiles.Root, "scenarios", name + ".yaml")),
            ScenarioFiles.TenMistakes,
        ];
        FleetSimCommand.InvokeAsync(["validate", .. files], consoles).GetAwaiter().GetResult();
        FleetSimCommand.InvokeAsync(["validate", "--json", .. files], consoles).GetAwaiter().GetResult();
        return output.Output + error.Output;
    }

    private static string[] Files()
    {
        using TemporaryFolder folder = new();
        new SampleRun(requests: 100).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch));
        return
        [
            .. Directory.EnumerateFiles(folder.FullPath, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
                $"{Path.GetFileName(file)}: {(Path.GetExtension(file) is ".json" or ".html" ? File.ReadAllText(file) : Convert.ToHexString(File.ReadAllBytes(file)))}"),
        ];
    }

    // How long the work takes is measured on this machine, and would differ from call to call: here, all takes equally long.
    private sealed class EvenClock : TimeProvider
    {
        private static readonly long Step = TimeSpan.TicksPerSecond / 10;

        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, Step);
    }

    private static T Under<T>(string point, string group, string minus, Func<T> work)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = culture.NumberFormat.CurrencyDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.PercentGroupSeparator = group;
        culture.NumberFormat.NegativeSign = minus;
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = culture;
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
