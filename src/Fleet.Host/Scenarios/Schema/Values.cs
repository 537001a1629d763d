using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Host.Scenarios.Units;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The kinds of value that several sections use.</summary>
internal static class Values
{
    /// <summary>The word for no limit.</summary>
    public const string Unlimited = "unlimited";

    /// <summary>The word for no bound on a number of things.</summary>
    public const string All = "all";

    /// <summary>Simulated time is counted in 64 bits of nanoseconds: a century leaves room for every sum.</summary>
    private const decimal LongestDuration = 36_500m * 86_400_000_000_000m;

    /// <summary>How service times follow from costs.</summary>
    public static ChoiceSpec<ServiceLaw> Service(ServiceLawCatalog catalog) => new("a law of service times", [.. catalog.Laws.Select(law => (law.Name, law))]);

    /// <summary>What the laws do, in a sentence for each.</summary>
    /// <param name="catalog">The laws.</param>
    /// <param name="job">What is served, with its article.</param>
    /// <param name="cost">What its time without chance is.</param>
    /// <param name="purpose">Whether to say what a law is for.</param>
    public static string ServiceDocumentation(ServiceLawCatalog catalog, string job, string cost, bool purpose) => string.Join(' ', catalog.Laws.Select(law =>
        law == ServiceLaw.FromCost ? $"`{law.Name}`: {job} takes {cost}." : $"`{law.Name}`: it {law.Documentation}{(purpose ? law.Purpose : "")}."));

    /// <summary>A span of simulated time.</summary>
    public static QuantitySpec<SimTime> Duration(bool positive) => new(
        QuantityKind.Duration,
        new Limits(positive ? 1 : 0, LongestDuration) { IsTechnical = true },
        SimTime.FromNanoseconds,
        time => time.Nanoseconds.ToString(CultureInfo.InvariantCulture) + " ns");

    /// <summary>A whole number.</summary>
    public static QuantitySpec<int> Count(int low = 1, int high = int.MaxValue) =>
        new(QuantityKind.Count, new Limits(low, high) { IsTechnical = high == int.MaxValue }, value => (int)value, value => value);

    /// <summary>A whole number that may be left out.</summary>
    public static QuantitySpec<int?> OptionalCount(int low, int high) => new(QuantityKind.Count, new Limits(low, high), value => (int)value, value => value);

    /// <summary>A number.</summary>
    public static QuantitySpec<double> Number(Limits limits) => new(QuantityKind.Number, limits, Quantity.ToDouble, value => value);

    /// <summary>A number that may be left out.</summary>
    public static QuantitySpec<double?> OptionalNumber(Limits limits) => new(QuantityKind.Number, limits, value => Quantity.ToDouble(value), value => value);

    /// <summary>A whole number, or all (null).</summary>
    public static QuantitySpec<int?> CountOrAll() => new(
        QuantityKind.Count, new Limits(1, int.MaxValue) { IsTechnical = true }, value => (int)value, value => value, new Dictionary<string, int?> { [All] = null });

    /// <summary>A seed: any 64-bit number.</summary>
    public static QuantitySpec<ulong> Seed() => new(QuantityKind.Count, new Limits(0, ulong.MaxValue) { IsTechnical = true }, value => (ulong)value, value => value);

    /// <summary>A bit rate; unlimited is infinite.</summary>
    public static QuantitySpec<double> BitRate() => new(
        QuantityKind.BitRate, Limits.Positive, Quantity.ToDouble, rate => Quantity.Canonical(rate, QuantityKind.BitRate), new Dictionary<string, double> { [Unlimited] = double.PositiveInfinity });
}
