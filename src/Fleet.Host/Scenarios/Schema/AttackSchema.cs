using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the adversary's attack.</summary>
internal static class AttackSchema
{
    private const int MostIterations = 10_000_000;

    private static readonly AttackSpec Blank = new() { Name = "", Case = "" };

    private static readonly Key<AttackSpec, TotalVariationForm?> Form = new(
        new ChoiceSpec<TotalVariationForm?>("a form of the total variation", [.. TotalVariationForms.All.Select(form => (form.Name, (TotalVariationForm?)form.Value))]), a => a.TvForm, (a, value) => a with { TvForm = value })
    {
        Name = "form",
        Documentation = "`paper`: sums, as the paper writes it. `mean-squared`: means of squares, as the authors' code computes it. One weight does not carry over to the other.",
        Otherwise = "the default of the split point",
        Example = "mean-squared",
    };

    private static readonly Key<AttackSpec, double?> Weight = new(Values.OptionalNumber(Limits.NotNegative), a => a.TvWeight, (a, value) => a with { TvWeight = value })
    {
        Name = "weight",
        Documentation = "The weight of the total variation against the features, the same for all pictures.",
        Otherwise = "chosen for each picture",
        Example = "1",
    };

    private static readonly Key<AttackSpec, int?> Iterations = new(Values.OptionalCount(1, MostIterations), a => a.Iterations, (a, value) => a with { Iterations = value })
    {
        Name = AttackSettings.Iterations,
        Documentation = "Steps of the optimiser, for `rmle`, `lm` and `learned-prior`. The simulated cost of an attack is that of all of them.",
        Otherwise = "the default of the split point",
        Example = "500",
    };

    private static readonly Key<AttackSpec, double?> LearningRate = new(Values.OptionalNumber(Limits.Positive), a => a.LearningRate, (a, value) => a with { LearningRate = value })
    {
        Name = AttackSettings.LearningRate,
        Documentation = "The step of the optimiser, Adam, for `rmle`.",
        Otherwise = "the default of the split point",
        Example = "0.1",
    };

    private static readonly MapSpec<AttackSpec> TotalVariation = new(
        "Total variation", "the total variation", "The term of the attack's objective that prefers smooth pictures.", Blank, [Form, Weight]);

    private static readonly Key<AttackSpec, AttackSpec> Tv = new(TotalVariation, a => a, TotalVariation.Copy)
    {
        Name = AttackSettings.Tv,
        Documentation = "The total variation in the objective, for `rmle`.",
        Otherwise = "the default of the split point",
        Example = "{ form: mean-squared, weight: 1 }",
    };

    private static readonly Key<AttackSpec, double?> TvWeight = new(Values.OptionalNumber(Limits.NotNegative), get: null, (a, value) => a with { TvWeight = value })
    {
        Name = AttackSettings.TvWeight,
        Documentation = "Short for `tv: { weight: ... }`, for `rmle`.",
        Otherwise = "chosen for each picture",
        Example = "0.01",
    };

    private static readonly Key<AttackSpec, int?> TrainingSteps = new(Values.OptionalCount(1, MostIterations), a => a.TrainingSteps, (a, value) => a with { TrainingSteps = value })
    {
        Name = AttackSettings.TrainingSteps,
        Documentation = "Steps of the training, for attackers who train something first: `inverse-network`, `shadow-rmle` and `learned-prior`. Their simulated cost is the adversary's from the first instant on.",
        Otherwise = "the default of the attack",
        Example = "1000",
    };

    private static readonly Key<AttackSpec>[] Settings = [Iterations, LearningRate, Tv, TvWeight, TrainingSteps];

    /// <summary>An attack: its name, or a map.</summary>
    public static ShorthandSpec<AttackSpec> Spec(Catalogs catalogs)
    {
        var name = new Key<AttackSpec, string>(new ChoiceSpec<string>("an attack", [.. catalogs.Attacks.Names.Select(one => (one, one))]), a => a.Name, (a, value) => a with { Name = value })
        {
            Name = "name",
            Documentation = "`rmle`: regularised maximum likelihood, a search for the picture whose activation comes closest. `lm`: the same with an untrained generator. `inverse-network`: a decoder trained on queries. `shadow-rmle`: rmle on a stand-in for the device's layers. `unsplit`: pictures and a stand-in from the messages alone. `learned-prior`: a search among the pictures of an autoencoder.",
            Default = "rmle",
            Example = "rmle",
        };
        var caseKey = new Key<AttackSpec, string>(
            new ChoiceSpec<string>("a case", [.. catalogs.FleetAttacks.Select(one => one.Name).Where(one => one != AttackCase.White).Distinct().Select(one => (one, one))]),
            a => a.Case == AttackCase.White ? null : a.Case,
            (a, value) => a with { Case = value })
        {
            Name = "case",
            Documentation = "What the attacker has. `inverse-network`: `same-set` or `noise` as queries. `shadow-rmle`: `same-set/same-net`, `same-set/different-net`, or `queries`. `unsplit`: `same-net` or `different-net`.",
            Otherwise = "the first of the attack",
            Example = "noise",
        };
        return new ShorthandSpec<AttackSpec>(
            new MapSpec<AttackSpec>("Attack", "an attack", "What the adversary does with a message. A plain name stands for `name`.", Blank,
            [
                name,
                caseKey,
                new Key<AttackSpec, bool>(new FlagSpec(), a => a.Adaptive, (a, value) => a with { Adaptive = value })
                {
                    Name = "adaptive",
                    Documentation = "Whether the attacker knows the defence, though not its random numbers and keys, and allows for it.",
                    Default = "true",
                    Example = "false",
                },
                new Key<AttackSpec, int?>(Values.CountOrAll(), a => a.Transmissions, (a, value) => a with { Transmissions = value })
                {
                    Name = "transmissions",
                    Documentation = "How many messages with the same picture from the same device the attacker reads together, where the traffic repeats a picture. It is assumed to know that they show one scene.",
                    Default = "1",
                    Example = "all",
                },
                .. Settings,
            ],
            Check),
            name.Value,
            name);

        AttackSpec? Check(MapValues v, AttackSpec attack)
        {
            if (attack.Name.Length == 0)
            {
                return null;
            }

            string[] cases = [.. catalogs.FleetAttacks.Where(one => one.Attack == attack.Name).Select(one => one.Name)];
            if (v.Get(caseKey) is { } given && !cases.Contains(given))
            {
                string expected = cases is [AttackCase.White] ? "none" : UserText.Choice(cases);
                v.Problem(caseKey, $"The attack {attack.Name} has no case '{given}'; expected {expected}.", NearestName.Find(given, cases));
            }

            return CheckSettings(v, attack, catalogs.Attacks);
        }
    }

    /// <summary>Reads the settings of an attack alone, as they can stand behind its name on a command line.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="attacks">The attacks, which say what settings they take.</param>
    /// <param name="source">The option and its text.</param>
    /// <param name="text">The settings in flow form, braces included.</param>
    /// <param name="column">The characters of the option's text before them.</param>
    /// <param name="problems">Takes what is wrong with them.</param>
    public static AttackSpec ReadSettings(AttackSpec attack, AttackCatalog attacks, SourceText source, string text, int column, DiagnosticBag problems)
    {
        var spec = new MapSpec<AttackSpec>("Settings of an attack", $"the settings of {attack.Name}", "", attack, Settings, (v, read) => CheckSettings(v, read, attacks));
        int before = problems.Count;
        ScenarioNode? node = YamlTreeReader.Read(source, text, column, problems);
        return node is not null && problems.Count == before
            ? spec.Read(node, new ReadContext(new ScenarioNames(), problems, attack.Name)) ?? attack
            : attack;
    }

    private static AttackSpec CheckSettings(MapValues v, AttackSpec attack, AttackCatalog attacks)
    {
        foreach (Key<AttackSpec> key in Settings.Where(key => v.Has(key) && !attacks.Taking(key.Name).Contains(attack.Name)))
        {
            v.Problem(key, $"'{key.Name}' is a setting of {UserText.Choice(attacks.Taking(key.Name))}, not of {attack.Name}; expected none here.");
        }

        if (v.Has(TvWeight) && v.Get(Tv)?.TvWeight is not null)
        {
            v.Problem(TvWeight, $"The weight stands in '{Tv.Name}' too; expected it once.");
        }

        return attack;
    }
}
