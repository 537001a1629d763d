using CsCheck;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Units;

namespace Fleet.Host.Tests.Scenarios;

public sealed class QuantityTests
{
    private static readonly QuantityKind[] Kinds =
    [
        QuantityKind.Duration, QuantityKind.ComputeRate, QuantityKind.BitRate, QuantityKind.Frequency, QuantityKind.Number,
    ];

    [Fact]
    public void What_is_written_canonically_is_read_back_exactly() => Gen.Select(Gen.Double[1e-6, 1e15], Gen.Int[0, Kinds.Length - 1]).Sample((value, kind) =>
    {
        string text = Quantity.Canonical(value, Kinds[kind]);
        Assert.True(Quantity.TryParse(text, Kinds[kind], out decimal read, out _), text);
        return Quantity.ToDouble(read) == value;
    });

    [Fact]
    public void Every_unit_multiplies_by_its_factor() => Gen.Int[0, 1_000_000].Sample(number =>
    {
        foreach (QuantityKind kind in Kinds)
        {
            foreach (Unit unit in kind.Units)
            {
                Assert.True(Quantity.TryParse($"{number} {unit.Symbol}", kind, out decimal value, out _));
                Assert.Equal(number * unit.Factor / unit.Divisor, value);
            }
        }
    });

    [Theory]
    [InlineData("10_000", 10_000)]
    [InlineData("1e9", 1e9)]
    [InlineData("2.5E-1", 0.25)]
    [InlineData("-3", -3)]
    [InlineData(" 7 ", 7)]
    public void Numbers_may_have_separators_and_exponents(string text, double expected)
    {
        Assert.True(Quantity.TryParse(text, QuantityKind.Number, out decimal value, out _));
        Assert.Equal(expected, Quantity.ToDouble(value));
    }

    /// <summary>As a latency it once ended the program, for -0 counts as negative.</summary>
    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0 ms")]
    [InlineData("-1e-40 s")]
    public void Minus_zero_is_zero(string text)
    {
        Assert.True(Quantity.TryParse(text, QuantityKind.Duration, out decimal value, out _));
        Assert.False(decimal.IsNegative(value));
        Scenario zero = ScenarioFiles.ReadWith("latency: 25 ms", "latency: 0 s").Scenario!;
        Assert.Equal(CanonicalScenario.Hash(zero), CanonicalScenario.Hash(ScenarioFiles.ReadWith("latency: 25 ms", $"latency: {text}").Scenario!));
    }

    [Theory]
    [InlineData("1__0")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1.2.3")]
    [InlineData("")]
    [InlineData("1e999")]
    [InlineData("ten")]
    [InlineData("1 000")]
    public void What_is_no_number_is_refused(string text) => Assert.False(Quantity.TryParse(text, QuantityKind.Number, out _, out _));

    [Theory]
    [InlineData("10 Mbps", "BitRate", "Mbit/s")]
    [InlineData("10 mbit/s", "BitRate", "Mbit/s")]
    [InlineData("10 MBps", "BitRate", "MB/s")]
    [InlineData("10 Mb/s", "BitRate", "Mbit/s")]
    [InlineData("3 GFLOPS", "ComputeRate", "GFLOP/s")]
    [InlineData("10 minutes", "Duration", "min")]
    [InlineData("10 sec", "Duration", "s")]
    [InlineData("2/sec", "Frequency", "/s")]
    [InlineData("2 Hz", "Frequency", "/s")]
    public void A_wrong_unit_is_answered_with_the_right_one(string text, string kind, string nearest)
    {
        var quantity = (QuantityKind)typeof(QuantityKind).GetProperty(kind)!.GetValue(null)!;
        Assert.False(Quantity.TryParse(text, quantity, out _, out QuantityProblem? problem));
        Assert.Equal(nearest, problem!.Nearest);
    }

    [Theory]
    [InlineData("10 MB/s", 80e6)]
    [InlineData("1.5 kB/s", 12e3)]
    [InlineData("3 GB/s", 24e9)]
    [InlineData("7 B/s", 56)]
    public void A_bit_rate_takes_bytes_as_eight_bits_and_is_written_in_bits(string text, double bits)
    {
        Assert.True(Quantity.TryParse(text, QuantityKind.BitRate, out decimal value, out _));
        Assert.Equal(bits, Quantity.ToDouble(value));
        Assert.EndsWith("bit/s", Quantity.Readable(bits, QuantityKind.BitRate), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("79228162514264337593543950335 FLOP/s", "too large")]
    [InlineData("1e18 TFLOP/s", "too large")]
    public void What_could_not_be_written_and_read_back_is_refused(string text, string expected)
    {
        Assert.False(Quantity.TryParse(text, QuantityKind.ComputeRate, out _, out QuantityProblem? problem));
        Assert.Contains(expected, problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_zero_needs_no_unit()
    {
        Assert.True(Quantity.TryParse("0", QuantityKind.Duration, out decimal zero, out _));
        Assert.Equal(0, zero);
        Assert.False(Quantity.TryParse("10", QuantityKind.Duration, out _, out QuantityProblem? problem));
        Assert.Equal("'10' has no unit; expected a duration in ns, us, ms, s, min, h or d, such as 10 s.", problem!.Message);
    }

    [Theory]
    [InlineData(600e9, "10 min")]
    [InlineData(25e6, "25 ms")]
    [InlineData(200e9, "200 s")]
    [InlineData(90e9, "1.5 min")]
    [InlineData(0, "0 ns")]
    public void Readable_takes_the_largest_fitting_unit(double nanoseconds, string expected) =>
        Assert.Equal(expected, Quantity.Readable(nanoseconds, QuantityKind.Duration));
}
