using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Profiles;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A compute budget: a device's profile, a rate, or unlimited. In operations a second; infinite for no limit.</summary>
internal sealed class ComputeRateSpec : ScalarSpec<double>
{
    private static IEnumerable<string> Words => [Values.Unlimited, .. DeviceProfile.All.Select(p => p.Name)];

    public override string Form => $"a compute rate, the name of a [device profile](#{ReferenceHeadings.Anchor(ReferenceHeadings.DeviceProfiles)}) or `unlimited`";

    public override string Expected => $"{QuantityKind.ComputeRate.Expected}, a device profile ({UserText.Choice(DeviceProfile.All.Select(p => p.Name))}) or unlimited";

    public override JsonObject JsonSchema() =>
        JsonForms.AnyOf([JsonForms.OneOf(Words), JsonForms.NumberText(QuantityKind.ComputeRate)]);

    public override JsonNode? Write(double value) =>
        double.IsPositiveInfinity(value) ? Values.Unlimited : Quantity.Canonical(value, QuantityKind.ComputeRate);

    protected override double ReadText(ScalarNode node, ReadContext context)
    {
        if (node.Text == Values.Unlimited)
        {
            return double.PositiveInfinity;
        }

        if (DeviceProfile.Find(node.Text) is { } profile)
        {
            return profile.FlopsPerSecond;
        }

        if (Quantity.TryParse(node.Text, QuantityKind.ComputeRate, out decimal rate, out QuantityProblem? problem))
        {
            if (rate <= 0)
            {
                context.Problem(node.At, $"'{node.Text}' is out of range; expected a compute rate of more than 0.");
            }

            return Quantity.ToDouble(rate);
        }

        bool looksLikeNumber = char.IsAsciiDigit(node.Text[0]) || node.Text[0] is '-' or '+' or '.';
        string message = looksLikeNumber ? problem!.Message : $"'{node.Text}' is neither a device profile nor a rate; expected {Expected}.";
        context.Problem(node.At, message, looksLikeNumber ? problem!.Nearest : NearestName.Find(node.Text, Words));
        return default;
    }
}

/// <summary>A split point: the name of a layer of the scenario's network.</summary>
internal sealed class SplitSpec : TextSpec
{
    public override string Form => "the name of a layer";

    public override string Expected => "the name of a layer";

    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf(NetworkCatalog.Names.SelectMany(LayersOf).Distinct()), new JsonObject { ["type"] = "string" }]);

    protected override string? ReadText(ScalarNode node, ReadContext context)
    {
        string? nearest = null;
        if (context.Names.Network?.SplitProblem(node.Text, out nearest) is { } problem)
        {
            context.Problem(node.At, problem, nearest);
            return null;
        }

        return node.Text;
    }

    private static IEnumerable<string> LayersOf(string network) =>
        NetworkCatalog.TryFind(network, out NetworkSpec? spec) ? spec.Layers.Select(l => l.Name) : [];
}

/// <summary>The position of a picture in the test part of the scenario's data.</summary>
internal sealed class PictureSpec : ScalarSpec<int>
{
    public override string Form => "a picture's position, from 0";

    public override string Expected => "a picture's position, a whole number from 0";

    public override JsonObject JsonSchema() => JsonForms.Number(whole: true, Limits.NotNegative);

    public override JsonNode? Write(int value) => value;

    protected override int ReadText(ScalarNode node, ReadContext context)
    {
        if (!Quantity.TryParse(node.Text, QuantityKind.Count, out decimal index, out QuantityProblem? problem))
        {
            context.Problem(node.At, problem!.Message);
            return 0;
        }

        int last = (context.Names.Data?.TestCount ?? int.MaxValue) - 1;
        if (index < 0 || index > last)
        {
            string data = context.Names.Data is { } info ? $"the test part of {info.Name}, which has the positions" : "the data, which has the positions";
            context.Problem(node.At, string.Create(CultureInfo.InvariantCulture, $"'{node.Text}' is not in {data} 0 to {last}."));
            return 0;
        }

        return (int)index;
    }
}

/// <summary>A defence, or a list of defences that act one after another.</summary>
internal sealed class DefenseSpec(DefenseCatalog catalog) : ValueSpec<DefenseChain>
{
    private const string Forms = "a defence such as none, gaussian 0.8, laplace 0.5 on input, dropout 30 % or quantize 8 bit, or a list of them";

    public override string Expected => Forms;

    public override string Form =>
        $"{Written(true, "`none`")}, each with `on input` or `on activation`; {Written(false)}; or a list of them";

    public override JsonObject JsonSchema()
    {
        var one = new JsonObject { ["type"] = "string" };
        return JsonForms.AnyOf([one, new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = one.DeepClone() }]);
    }

    public override JsonNode? Write(DefenseChain? value) => value?.Canonical;

    public override DefenseChain? Read(ScenarioNode node, ReadContext context)
    {
        if (node is not ListNode { Items.Count: > 0 } list)
        {
            return ReadOne(node, context);
        }

        DefenseChain chain = DefenseChain.None;
        for (int i = 0; i < list.Items.Count; i++)
        {
            DefenseChain? next = ReadOne(list.Items[i], context.Item(string.Create(CultureInfo.InvariantCulture, $"{i}")));
            if (next is not null && chain.Steps.Count + next.Steps.Count > DefenseChain.MaxStepsAtPlace)
            {
                context.Problem(list.At, $"The list has too many defences; expected at most {DefenseChain.MaxStepsAtPlace}.");
                return null;
            }

            chain = next is null ? chain : chain.Then(next);
        }

        return chain;
    }

    private string Written(bool takesPlace, params string[] first) => UserText.Choice(
        [.. first, .. catalog.Forms.Where(form => form.TakesPlace == takesPlace).SelectMany(form => form.Syntax.Split(", ")).Select(form => $"`{form}`")]);

    private DefenseChain? ReadOne(ScenarioNode node, ReadContext context)
    {
        if (node is not ScalarNode { IsEmpty: false } scalar)
        {
            return Unexpected(node, context, Forms);
        }

        if (catalog.TryParse(scalar.Text, out DefenseChain chain, out string problem))
        {
            return chain;
        }

        context.Problem(node.At, problem);
        return null;
    }
}
