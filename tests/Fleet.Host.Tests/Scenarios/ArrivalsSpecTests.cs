using Fleet.Actors.Kernel;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Randomness;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>Arrival processes in scenario files, by a catalogue that has more than the built-in ones.</summary>
public sealed class ArrivalsSpecTests
{
    private static readonly ArrivalsSpec Own = new(ArrivalCatalog.BuiltIn.With(
        RegularArrivals.ByShape,
        new ArrivalForm("regular every DURATION shape NUMBER", "regular every 1 s shape 4", values => new RegularArrivals(1e9 / values[0], values[1])) { Remark = "Regular ones are regular." }));

    [Theory]
    [InlineData("regular 2/s shape 4", 2, 4)]
    [InlineData("regular  120 /min  shape  0.5", 2, 0.5)]
    [InlineData("regular every 500 ms shape 1e3", 2, 1000)]
    public void A_process_of_ones_own_is_read_and_written_so_that_it_is_read_again(string text, double rate, double shape)
    {
        ArrivalProcess? process = Read(text, out string[] problems);
        Assert.Empty(problems);
        Assert.Equal(new RegularArrivals(rate, shape), process);
        Assert.Equal(process, Read((string)Own.Write(process)!, out _));
    }

    [Fact]
    public void The_canonical_text_has_the_first_form() => Assert.Equal("regular 2/s shape 0.5", (string?)Own.Write(new RegularArrivals(2, 0.5)));

    [Theory]
    [InlineData("regulr 2/s shape 4", "'regulr' is not an arrival process; expected arrivals such as poisson 0.5/s, periodic 2/s, periodic every 5 s, regular 2/s shape 4 or regular every 1 s shape 4.", "regular")]
    [InlineData("regular 2/s", "Found 'regular 2/s'; expected arrivals such as", null)]
    [InlineData("regular 2/s shape", "Found 'regular 2/s shape'; expected arrivals such as", null)]
    [InlineData("regular shape 4", "Found 'regular shape 4'; expected arrivals such as", null)]
    [InlineData("regular 2/s shape 0", "'0' is out of range; expected a number of more than 0.", null)]
    [InlineData("regular 2 shape 4", "'2' has no unit; expected a rate in", null)]
    [InlineData("regular every 1e-28 ns shape 4", "is too", null)]
    [InlineData("periodic every 1e-28 ns", "'1e-28 ns' is too short for a period; expected a duration in", null)]
    public void What_cannot_be_read_is_named(string text, string message, string? nearest)
    {
        Assert.Null(Read(text, out string[] problems));
        Assert.Contains(message, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(nearest ?? "", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_and_schema_come_from_the_forms()
    {
        Assert.Equal("`poisson RATE`, `periodic RATE`, `periodic every DURATION`, `regular RATE shape NUMBER` or `regular every DURATION shape NUMBER`", Own.Form);
        Assert.Equal("^(poisson|periodic|regular) +(every +)?[0-9].*$", (string?)Own.JsonSchema()["pattern"]);
        Assert.EndsWith(" random phase. Regular ones are regular.", Own.Documentation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_law_of_ones_own_is_read_and_described()
    {
        ServiceLawCatalog catalog = ServiceLawCatalog.BuiltIn.With(new TwiceLaw());
        Assert.Equal("`from-cost`, `exponential` or `twice`", Values.Service(catalog).Form);
        Assert.EndsWith("that mean. `twice`: it takes nothing or twice that.", Values.ServiceDocumentation(catalog, "a job", "its cost", purpose: false), StringComparison.Ordinal);
    }

    private static ArrivalProcess? Read(string text, out string[] problems)
    {
        var bag = new DiagnosticBag();
        ArrivalProcess? process = Own.Read(YamlTreeReader.Read(new SourceText("test", text, 0), bag)!, new ReadContext(new ScenarioNames(), bag, "arrivals"));
        problems = [.. bag.Sorted().Select(problem => problem.ToString())];
        return process;
    }

    private sealed record RegularArrivals(double Rate, double Shape) : ArrivalProcess
    {
        public static ArrivalForm ByShape { get; } = new("regular RATE shape NUMBER", "regular 2/s shape 4", values => new RegularArrivals(values[0], values[1]));

        public override ArrivalForm Form => ByShape;

        public override IReadOnlyList<double> Values => [Rate, Shape];

        public override double RatePerSecond => Rate;

        public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) => previous + SimTime.FromSeconds(1 / Rate);
    }

    private sealed class TwiceLaw() : ServiceLaw("twice", "takes nothing or twice that")
    {
        public override double Factor(in CounterKey draws, uint entity, ulong index, out double spare)
        {
            spare = 0;
            return 2 * draws.Below(2, entity, index);
        }
    }
}
