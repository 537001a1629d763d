using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fleet.Actors.World.Arrivals;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>An arrival process in one of the forms of a catalogue, such as <c>poisson 0.5/s</c> or <c>periodic every 5 s</c>.</summary>
/// <param name="catalog">The processes.</param>
internal sealed class ArrivalsSpec(ArrivalCatalog catalog) : ScalarSpec<ArrivalProcess>
{
    private static readonly Dictionary<string, QuantityKind> Kinds = ArrivalForm.Places
        .Zip([QuantityKind.Frequency, QuantityKind.Duration, QuantityKind.Number, QuantityKind.Count]).ToDictionary(pair => pair.First, pair => pair.Second);

    public override string Form => UserText.Choice(catalog.Forms.Select(form => $"`{form.Text}`"));

    public override string Expected => $"arrivals such as {UserText.Choice(catalog.Forms.Select(form => form.Example))}";

    /// <summary>What documentation says of all processes and of single ones.</summary>
    public string Documentation => string.Join(' ', catalog.Forms.Select(form => form.Remark).Where(remark => remark.Length > 0)
        .Prepend("When the requests of each device arrive, with a rate in /s, /min or /h."));

    public override JsonObject JsonSchema()
    {
        string[] first = [.. catalog.Forms.Select(form => form.Words[0]).Where(word => !Kinds.ContainsKey(word)).Distinct().Select(word => $"{word} +")];
        return new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $"^({string.Join('|', catalog.Names)}) +{(first.Length > 0 ? $"({string.Join('|', first)})?" : "")}[0-9].*$",
        };
    }

    public override JsonNode? Write(ArrivalProcess? value)
    {
        int next = 0;
        return string.Join(' ', value!.Form.Words
            .Select(word => Kinds.TryGetValue(word, out QuantityKind? kind) ? Quantity.Canonical(value.Values[next++], kind) : word)
            .Prepend(value.Form.Name));
    }

    protected override ArrivalProcess? ReadText(ScalarNode node, ReadContext context)
    {
        string[] words = node.Text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!catalog.Names.Contains(words[0]))
        {
            context.Problem(node.At, $"'{words[0]}' is not an arrival process; expected {Expected}.", NearestName.Find(words[0], catalog.Names));
            return null;
        }

        // A form that begins with a word before one that begins with a value, which could be anything.
        foreach (ArrivalForm form in catalog.Forms.Where(form => form.Name == words[0]).OrderBy(form => Kinds.ContainsKey(form.Words[0])))
        {
            if (Divide(words.ElementAtOrDefault(1) ?? "", form) is { } texts)
            {
                return texts.Contains("") ? Unexpected(node, context, Expected) : Make(form, texts, node, context);
            }
        }

        return Unexpected(node, context, Expected);
    }

    /// <summary>The texts at the places of a form; null if its words are not there.</summary>
    private static string[]? Divide(string text, ArrivalForm form)
    {
        string pattern = string.Concat(form.Words.Select(word => Kinds.ContainsKey(word) ? "(?<place>.*?)" : $" {Regex.Escape(word)}(?= )"));
        Match match = Regex.Match($" {text} ", $"^{pattern}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success ? [.. match.Groups["place"].Captures.Select(place => place.Value.Trim())] : null;
    }

    private static ArrivalProcess? Make(ArrivalForm form, string[] texts, ScalarNode node, ReadContext context)
    {
        QuantityKind[] kinds = [.. form.Words.Where(Kinds.ContainsKey).Select(word => Kinds[word])];
        double[] values = new double[texts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!Quantity.TryParse(texts[i], kinds[i], out decimal value, out QuantityProblem? problem))
            {
                context.Problem(node.At, problem!.Message, problem.Nearest);
                return null;
            }

            if (value <= 0)
            {
                context.Problem(node.At, $"'{texts[i]}' is out of range; expected {kinds[i].Name} of more than 0.");
                return null;
            }

            values[i] = Quantity.ToDouble(value);
        }

        // What it is written with may be computed, as a rate from a period, and is to be read again as it is.
        ArrivalProcess process = form.Create(values);
        double[] written = [.. process.Values];
        for (int i = 0; i < written.Length; i++)
        {
            if (!Quantity.TryKeep(written[i], out written[i]))
            {
                context.Problem(node.At, $"'{texts[^1]}' is too {(kinds[^1] == QuantityKind.Duration ? "short for a period" : "large")}; expected {kinds[^1].Expected}.");
                return null;
            }
        }

        return process.Form.Create(written);
    }
}
