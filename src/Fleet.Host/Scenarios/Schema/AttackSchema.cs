using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the adversary's attack.</summary>
internal static class AttackSchema
{
    private const int MostIterations = 10_000_000;

    private static readonly Key<TotalVariationForm> Form = new(new ChoiceSpec<TotalVariationForm>("a form of the total variation", TotalVariationForms.All))
    {
        Name = "form",
        Documentation = "`paper`: sums, as the paper writes it. `mean-squared`: means of squares, as the authors' code computes it. One weight does not carry over to the other.",
        Otherwise = "the default of the split point",
        Example = "mean-squared",
    };

    private static readonly Key<double> Weight = new(new QuantitySpec<double>(QuantityKind.Number, Limits.NotNegative, Quantity.ToDouble))
    {
        Name = "weight",
        Documentation = "The weight of the total variation against the features, the same for all pictures.",
        Otherwise = "chosen for each picture",
        Example = "1",
    };

    private static readonly Key<string> AttackName = new(new ChoiceSpec<string>("an attack", [.. AttackCatalog.BuiltIn.Names.Select(name => (name, name))]))
    {
        Name = "name",
        Documentation = "`rmle`: regularised maximum likelihood, a search for the picture whose activation comes closest. `lm`: the same with an untrained generator. `inverse-network`: a decoder trained on queries. `shadow-rmle`: rmle on a stand-in for the device's layers. `unsplit`: pictures and a stand-in from the messages alone. `learned-prior`: a search among the pictures of an autoencoder.",
        Default = "rmle",
        Example = "rmle",
    };

    private static readonly Key<int> Iterations = new(Values.Count(1, MostIterations))
    {
        Name = "iterations",
        Documentation = "Steps of the optimiser, for `rmle`, `lm` and `learned-prior`. The simulated cost of an attack is that of all of them.",
        Otherwise = "the default of the split point",
        Example = "500",
    };

    private static readonly Key<double> LearningRate = new(new QuantitySpec<double>(QuantityKind.Number, Limits.Positive, Quantity.ToDouble))
    {
        Name = "learning-rate",
        Documentation = "The step of the optimiser, Adam, for `rmle`.",
        Otherwise = "the default of the split point",
        Example = "0.1",
    };

    private static readonly Key<TvChoice> Tv = new(new MapSpec<TvChoice>(
        new MapDeclaration("Total variation", "the total variation", "The term of the attack's objective that prefers smooth pictures.", [Form, Weight]),
        v => new TvChoice(v.Has(Form) ? v.Get(Form) : null, v.Has(Weight) ? v.Get(Weight) : null)))
    {
        Name = "tv",
        Documentation = "The total variation in the objective, for `rmle`.",
        Otherwise = "the default of the split point",
        Example = "{ form: mean-squared, weight: 1 }",
    };

    private static readonly Key<double> TvWeight = new(new QuantitySpec<double>(QuantityKind.Number, Limits.NotNegative, Quantity.ToDouble))
    {
        Name = "tv-weight",
        Documentation = "Short for `tv: { weight: ... }`, for `rmle`.",
        Otherwise = "chosen for each picture",
        Example = "0.01",
    };

    private static readonly Key<int> TrainingSteps = new(Values.Count(1, MostIterations))
    {
        Name = "training-steps",
        Documentation = "Steps of the training, for attackers who train something first: `inverse-network`, `shadow-rmle` and `learned-prior`. Their simulated cost is the adversary's from the first instant on.",
        Otherwise = "the default of the attack",
        Example = "1000",
    };

    private static readonly Key<string> Case = new(new ChoiceSpec<string>("a case", [.. CaseNames.Select(name => (name, name))]))
    {
        Name = "case",
        Documentation = "What the attacker has. `inverse-network`: `same-set` or `noise` as queries. `shadow-rmle`: `same-set/same-net`, `same-set/different-net`, or `queries`. `unsplit`: `same-net` or `different-net`.",
        Otherwise = "the first of the attack",
        Example = "noise",
    };

    private static readonly Key<bool> Adaptive = new(new FlagSpec())
    {
        Name = "adaptive",
        Documentation = "Whether the attacker knows the defence, though not its random numbers and keys, and allows for it.",
        Default = "true",
        Example = "false",
    };

    private static readonly Key<int?> Transmissions = new(Values.CountOrAll())
    {
        Name = "transmissions",
        Documentation = "How many messages with the same picture from the same device the attacker reads together, where the traffic repeats a picture. It is assumed to know that they show one scene.",
        Default = "1",
        Example = "all",
    };

    /// <summary>Settings that only some attacks have.</summary>
    private static readonly IReadOnlyList<(Key Key, IReadOnlyList<string> Attacks)> Special =
    [
        (Iterations, AttackCatalog.BuiltIn.Taking(AttackSettings.Iterations)),
        (LearningRate, AttackCatalog.BuiltIn.Taking(AttackSettings.LearningRate)),
        (Tv, AttackCatalog.BuiltIn.Taking(AttackSettings.Tv)),
        (TvWeight, AttackCatalog.BuiltIn.Taking(AttackSettings.TvWeight)),
        (TrainingSteps, AttackCatalog.BuiltIn.Taking(AttackSettings.TrainingSteps)),
    ];

    /// <summary>The key <c>attack</c>.</summary>
    public static Key<AttackSpec> Attack { get; } = new(new ShorthandSpec<AttackSpec>(
        new MapSpec<AttackSpec>(
            new MapDeclaration(
                "Attack",
                "an attack",
                "What the adversary does with a message. A plain name stands for `name`.",
                [AttackName, Case, Adaptive, Transmissions, Iterations, LearningRate, Tv, TvWeight, TrainingSteps]),
            Build),
        AttackName))
    {
        Name = "attack",
        Documentation = "How it reconstructs pictures from activations.",
        Default = "rmle",
        Example = "{ name: rmle, iterations: 500 }",
    };

    /// <summary>Reads the settings of an attack alone, as they can stand behind its name on a command line.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="source">The option and its text.</param>
    /// <param name="text">The settings in flow form, braces included.</param>
    /// <param name="column">The characters of the option's text before them.</param>
    /// <param name="problems">Takes what is wrong with them.</param>
    public static AttackSpec ReadSettings(AttackSpec attack, SourceText source, string text, int column, DiagnosticBag problems)
    {
        var spec = new MapSpec<AttackSpec>(
            new MapDeclaration("Settings of an attack", $"the settings of {attack.Name}", "", [Iterations, LearningRate, Tv, TvWeight, TrainingSteps]),
            values => WithSettings(values, attack));
        int before = problems.Count;
        ScenarioNode? node = YamlTreeReader.Read(source, text, column, problems);
        return node is not null && problems.Count == before
            ? spec.Read(node, new ReadContext(new ScenarioNames(), problems, attack.Name)) ?? attack
            : attack;
    }

    private static IEnumerable<string> CaseNames => FleetAttack.Cases.Select(one => one.Name).Where(name => name != AttackCase.White).Distinct();

    private static AttackSpec? Build(MapValues v)
    {
        if (v.Get(AttackName) is not { } name)
        {
            return null;
        }

        CheckCase(v, name);
        return WithSettings(v, new AttackSpec
        {
            Name = name,
            Case = v.Get(Case) ?? "",
            Adaptive = v.Get(Adaptive),
            Transmissions = v.Get(Transmissions),
        });
    }

    private static AttackSpec WithSettings(MapValues v, AttackSpec attack)
    {
        foreach ((Key key, IReadOnlyList<string> attacks) in Special.Where(special => v.Has(special.Key) && !special.Attacks.Contains(attack.Name)))
        {
            v.Problem(key, $"'{key.Name}' is a setting of {JsonForms.Listed(attacks)}, not of {attack.Name}; expected none here.");
        }

        if (v.Has(TvWeight) && v.Get(Tv)?.Weight is not null)
        {
            v.Problem(TvWeight, $"The weight stands in '{Tv.Name}' too; expected it once.");
        }

        return attack with
        {
            Iterations = v.Has(Iterations) ? v.Get(Iterations) : null,
            LearningRate = v.Has(LearningRate) ? v.Get(LearningRate) : null,
            TvForm = v.Get(Tv)?.Form,
            TvWeight = v.Has(TvWeight) ? v.Get(TvWeight) : v.Get(Tv)?.Weight,
            TrainingSteps = v.Has(TrainingSteps) ? v.Get(TrainingSteps) : null,
        };
    }

    private static void CheckCase(MapValues v, string attack)
    {
        string[] cases = [.. FleetAttack.Cases.Where(one => one.Attack == attack).Select(one => one.Name)];
        if (v.Get(Case) is { } name && !cases.Contains(name))
        {
            string expected = cases is [AttackCase.White] ? "none" : JsonForms.Listed(cases);
            v.Problem(Case, $"The attack {attack} has no case '{name}'; expected {expected}.", NearestName.Find(name, cases));
        }
    }

    private sealed record TvChoice(TotalVariationForm? Form, double? Weight);
}
