using Fleet.Host.Scenarios.Units;
using Fleet.Models.Attacks;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the adversary.</summary>
internal static class AdversarySchema
{
    private const int MostIterations = 10_000_000;

    private static readonly Key<TotalVariationForm> Form = new(new ChoiceSpec<TotalVariationForm>("a form of the total variation", TvForms))
    {
        Name = "form",
        Documentation = "`paper`: sums, as the paper writes it. `mean-squared`: means of squares, as the authors' code computes it. One weight does not carry over to the other.",
        Otherwise = "the default of the split point",
        Example = "mean-squared",
    };

    private static readonly Key<double> Weight = new(new QuantitySpec<double>(QuantityKind.Number, Limits.NotNegative, Quantity.ToDouble))
    {
        Name = "weight",
        Documentation = "The weight of the total variation against the features.",
        Otherwise = "the default of the split point",
        Example = "1",
    };

    private static readonly Key<string> AttackName = new(new ChoiceSpec<string>("an attack", [("rmle", "rmle")]))
    {
        Name = "name",
        Documentation = "`rmle`: regularised maximum likelihood, a search for the picture whose activation comes closest.",
        Default = "rmle",
        Example = "rmle",
    };

    private static readonly Key<int> Iterations = new(Values.Count(1, MostIterations))
    {
        Name = "iterations",
        Documentation = "Steps of the optimiser. The simulated cost of an attack is that of all of them.",
        Otherwise = "the default of the split point",
        Example = "500",
    };

    private static readonly Key<double> LearningRate = new(new QuantitySpec<double>(QuantityKind.Number, Limits.Positive, Quantity.ToDouble))
    {
        Name = "learning-rate",
        Documentation = "The step of the optimiser, Adam.",
        Otherwise = "the default of the split point",
        Example = "0.1",
    };

    private static readonly Key<TvChoice> Tv = new(new MapSpec<TvChoice>(
        new MapDeclaration("Total variation", "the total variation", "The term of the attack's objective that prefers smooth pictures.", [Form, Weight]),
        v => new TvChoice(v.Has(Form) ? v.Get(Form) : null, v.Has(Weight) ? v.Get(Weight) : null)))
    {
        Name = "tv",
        Documentation = "The total variation in the objective.",
        Otherwise = "the default of the split point",
        Example = "{ form: mean-squared, weight: 1 }",
    };

    private static readonly Key<int?> Devices = new(Values.CountOrAll())
    {
        Name = "devices",
        Documentation = "How many devices are attacked, spread evenly over the classes that send to the adversary; which ones is drawn from the seed.",
        Default = Values.All,
        Example = "16",
    };

    private static readonly Key<int?> PerDevice = new(Values.CountOrAll())
    {
        Name = "per-device",
        Documentation = "How many messages of each are attacked, the first ones that arrive.",
        Default = Values.All,
        Example = "2",
    };

    private static readonly Key<string> At = new(new ReferenceSpec("a server", "servers", names => names.Servers))
    {
        Name = "at",
        Documentation = "The server whose messages it sees.",
        Example = "cloud",
    };

    private static readonly Key<string> Knowledge = new(new ChoiceSpec<string>("a kind of knowledge", [("white-box", "white-box")]))
    {
        Name = "knowledge",
        Documentation = "`white-box`: it knows structure and weights of the device's layers.",
        Default = "white-box",
        Example = "white-box",
    };

    private static readonly Key<AttackSection> Attack = new(new ShorthandSpec<AttackSection>(
        new MapSpec<AttackSection>(
            new MapDeclaration("Attack", "an attack", "What the adversary does with a message. A plain name stands for `name`.", [AttackName, Iterations, LearningRate, Tv]),
            v => new AttackSection(
                v.Get(AttackName)!,
                v.Has(Iterations) ? v.Get(Iterations) : null,
                v.Has(LearningRate) ? v.Get(LearningRate) : null,
                v.Get(Tv)?.Form,
                v.Get(Tv)?.Weight)),
        AttackName))
    {
        Name = "attack",
        Documentation = "How it reconstructs pictures from activations.",
        Default = "rmle",
        Example = "{ name: rmle, iterations: 500 }",
    };

    private static readonly Key<double> Compute = new(new ComputeRateSpec())
    {
        Name = "compute",
        Documentation = "Its compute budget: what an attack costs it, in simulated time.",
        Default = Values.Unlimited,
        Example = "10 TFLOP/s",
    };

    /// <summary>The key <c>targets</c>.</summary>
    public static Key<TargetChoice> Targets { get; } = new(new ShorthandSpec<TargetChoice>(
        new MapSpec<TargetChoice>(
            new MapDeclaration("Targets", "the targets", "Which messages are attacked. The plain word `all` stands for every message of every device.", [Devices, PerDevice]),
            v => new TargetChoice(v.Get(Devices), v.Get(PerDevice))),
        AllWord(Devices),
        AllWord(PerDevice)))
    {
        Name = "targets",
        Documentation = "Which messages it attacks.",
        Default = Values.All,
        Example = "{ devices: 16, per-device: 2 }",
        InStarter = true,
    };

    /// <summary>The names of the forms of the total variation.</summary>
    public static IReadOnlyList<(string Name, TotalVariationForm Value)> TvForms =>
        [("paper", TotalVariationForm.Paper), ("mean-squared", TotalVariationForm.MeanSquared)];

    /// <summary>The section <c>adversary</c>.</summary>
    public static MapSpec<AdversarySection> Spec { get; } = new(
        new MapDeclaration("Adversary", "the adversary", "An untrusted server that follows the protocol and tries to see the inputs.", [At, Knowledge, Attack, Compute, Targets]),
        v => new AdversarySection
        {
            At = v.Get(At)!,
            Knowledge = v.Get(Knowledge)!,
            Attack = v.Get(Attack)!,
            FlopsPerSecond = v.Get(Compute),
            TargetDevices = v.Get(Targets)?.Devices,
            MessagesPerDevice = v.Get(Targets)?.PerDevice,
        });

    /// <summary>The same key, limited to the word that may stand for the whole map: a bare number would not say of what.</summary>
    private static Key<int?> AllWord(Key key) => new(new ChoiceSpec<int?>("a choice of targets", [(Values.All, null)]))
    {
        Name = key.Name,
        Documentation = key.Documentation,
    };

    private sealed record TvChoice(TotalVariationForm? Form, double? Weight);
}

/// <summary>Which messages are attacked; null is all.</summary>
internal sealed record TargetChoice(int? Devices, int? PerDevice);
