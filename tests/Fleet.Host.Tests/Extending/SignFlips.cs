using Fleet.Models.Defenses;
using Fleet.Models.Randomness;

namespace MyFleet;

public sealed record SignFlips : DefenseStep
{
    public SignFlips(double rate, DefensePlace place)
        : base("flip", rate, place) => Rate = rate;

    public static NumberForm Form { get; } = new("flip", "flip RATE")
    {
        Label = "sign flips",
        Quantity = "rate",
        Expected = "expected flip RATE with a rate of at least 0 and less than 1, such as flip 10 %",
        IsValid = IsRate,
        Create = (rate, place) => new SignFlips(rate, place),
    };

    public double Rate { get; }

    // A random word, a comparison and a change of sign.
    public override long FlopsPerElement => DefenseCost.RandomWord + 2;

    public override DefenseLaw Law => new SignFlipLaw(Rate);

    // Which signs change does not depend on the message, and no element becomes longer.
    public override bool IsNonExpansive => true;

    public override double? NormBound(double? before) => before;

    public override void Apply(Span<float> values, in MessageContext message)
    {
        CounterRandom random = message.Noise();
        foreach (ref float value in values)
        {
            value = random.NextDouble() < Rate ? -value : value;
        }
    }
}

public sealed record SignFlipLaw(double Rate) : DefenseLaw;
